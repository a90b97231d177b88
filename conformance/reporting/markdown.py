"""The report as Markdown, for a CI job's summary."""

import re

from conformance.core.verdict import Verdict
from conformance.reporting import causes, findings, manner, pages
from conformance.reporting.document import Report
from conformance.reporting.words import COLUMNS, MARKS, heading, mark_of

# A job's summary may have 1 MiB; the rest is for what others write into it.
_MOST_BYTES = 900_000
_CUT = (
    "\n\n**Cut here: the report is too long for one page. "
    "`report.json` and `report.html` have all of it.**\n\n"
)
# Only a heading of ours begins a line so: no text of a target has a line of its own.
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)

# Verdicts that are listed by their reasons.
_LISTED = (
    Verdict.WAIVED,
    Verdict.NOT_TESTED,
    Verdict.INCONCLUSIVE,
    Verdict.NOT_APPLICABLE,
)


def render(report: Report) -> str:
    """The report as Markdown that fits a job's summary."""
    return _fitting(
        pages.as_markdown(
            "report.md.j2",
            report=report,
            columns=[heading(mark) for mark in COLUMNS],
            findings=findings,
            causes=causes,
            manner=manner,
            unjudged=[
                (MARKS[mark_of("", verdict)].title, verdict) for verdict in _LISTED
            ],
        )
    )


def _fitting(text: str) -> str:
    """`text`, with those of its sections cut that are too long for all to fit."""
    sections = _SECTION.split(text)
    most = _longest([len(section.encode()) for section in sections])
    return "".join(_cut(section, most) for section in sections)


def _longest(sizes: list[int]) -> int:
    """The size at which sections are cut: what the short ones leave, the long share."""
    left, share = _MOST_BYTES, _MOST_BYTES
    for done, size in enumerate(sorted(sizes)):
        share = left // (len(sizes) - done)
        if size > share:
            break
        left -= size
    else:
        return _MOST_BYTES
    return share


def _cut(section: str, most: int) -> str:
    """A section, cut behind a whole finding or line, and so that it says so."""
    encoded = section.encode()
    if len(encoded) <= most:
        return section
    head = encoded[: most - len(_CUT)].decode("utf-8", "ignore")
    opened, closed = head.rfind("<details>"), head.rfind("</details>")
    kept = head[:opened] if opened > closed else head.rpartition("\n")[0]
    return kept.rstrip() + _CUT
