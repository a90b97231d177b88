"""The report as Markdown, for a CI job's summary."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conformance import findings
from conformance.verdict import Verdict
from conformance.visible import count, short, visible

# A job's summary may have 1 MiB; the rest is for what others write into it.
_MOST_BYTES = 900_000
_CUT = (
    "\n\n**Cut here: the report is too long for one page. "
    "All of it stands in `report.json`.**\n"
)
# As references these characters mean nothing to Markdown: no table cell, link, code,
# formula, emoji or mention can begin with them.
_REFERENCES = {ord(char): f"&#{ord(char)};" for char in "\\`*_[]<>#|&~@$:\"'"}


def render(report: dict[str, Any]) -> str:
    """The report as Markdown that fits a job's summary."""
    written: str = _environment().get_template("report.md.j2").render(report=report)
    return _cut(written)


def escape(value: object) -> Markup:
    """Any value as text that Markdown, and HTML within it, show as it is."""
    text = visible(str(value)).translate(_REFERENCES)
    # `www.` alone begins a link.
    return Markup(text.replace("www.", "www&#46;").replace("WWW.", "WWW&#46;"))


def _cut(text: str) -> str:
    """`text`, cut behind a whole section if it is too long."""
    encoded = text.encode()
    if len(encoded) <= _MOST_BYTES:
        return text
    head = encoded[: _MOST_BYTES - len(_CUT)].decode("utf-8", "ignore")
    kept, end, _ = head.rpartition("</details>")
    return kept + end + _CUT


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
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
