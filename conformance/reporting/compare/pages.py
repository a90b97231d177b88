"""A comparison as files: JSON, Markdown, and a page that needs nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conformance.formats.paths import replace
from conformance.reporting import pages
from conformance.reporting.compare.matrix import Comparison, mark
from conformance.reporting.compare.text import milliseconds
from conformance.reporting.words import COLUMNS, MARKS, state_words


def files(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    yield "compare.json", json.dumps(comparison, indent=1, allow_nan=False) + "\n"
    yield "compare.md", as_markdown(comparison)
    yield "compare.html", as_html(comparison)


def write(comparison: Comparison, folder: Path) -> None:
    """Write a comparison into a folder; OSError if that cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files(comparison):
        replace(folder / name, text)


def as_markdown(comparison: Comparison) -> str:
    """A comparison as Markdown."""
    return pages.as_markdown("compare.md.j2", **_values(comparison))


def as_html(comparison: Comparison) -> str:
    """A comparison as a page that loads nothing."""
    style = pages.part("look.css") + pages.part("compare.css")
    theme, script = pages.part("theme.js"), pages.part("compare.js")
    return pages.as_html(
        "compare.html.j2",
        style=style,
        theme=theme,
        script=script,
        style_hash=pages.allowed(style),
        script_hashes=" ".join((pages.allowed(theme), pages.allowed(script))),
        **_values(comparison),
    )


def _values(comparison: Comparison) -> dict[str, Any]:
    return {
        "comparison": comparison,
        "mark": mark,
        "milliseconds": milliseconds,
        "words": MARKS,
        "columns": COLUMNS,
        "state_words": state_words,
    }
