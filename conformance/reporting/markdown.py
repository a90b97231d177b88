"""The report as Markdown, for a CI job's summary."""

import re
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conformance.core.verdict import Verdict
from conformance.formats.escape import count, short, visible
from conformance.formats.paths import TEMPLATES
from conformance.reporting import findings

# A job's summary may have 1 MiB; the rest is for what others write into it.
_MOST_BYTES = 900_000
_CUT = (
    "\n\n**Cut here: the report is too long for one page. "
    "All of it stands in `report.json` and `report.html`.**\n\n"
)
# Only a heading of ours begins a line so: no text of a target has a line of its own.
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
# As references these characters mean nothing to Markdown: no table cell, link, code,
# formula, emoji or mention can begin with them.
_REFERENCES = {ord(char): f"&#{ord(char)};" for char in "\\`*_[]<>#|&~@$:\"'"}


def render(report: dict[str, Any]) -> str:
    """The report as Markdown that fits a job's summary."""
    written: str = _environment().get_template("report.md.j2").render(report=report)
    return _fitting(written)


def escape(value: object) -> Markup:
    """Any value as text that Markdown, and HTML within it, show as it is."""
    text = visible(str(value)).translate(_REFERENCES)
    # `www.` alone begins a link.
    return Markup(text.replace("www.", "www&#46;").replace("WWW.", "WWW&#46;"))


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


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"short": short}
    made.globals |= {
        "columns": [title.replace("- ", "") for title, *_ in findings.COLUMNS],
        "count": count,
        "findings": findings,
        "verdicts": Verdict,
    }
    return made


def _finalized(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape(value)
