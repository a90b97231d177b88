"""Fills templates: each value from outside is shown as text, and does nothing."""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from markupsafe import escape as escape_html

from conformance.formats.escape import count, short, visible
from conformance.formats.paths import TEMPLATES
from conformance.reporting import markdown


def as_markdown(template: str, **values: Any) -> str:
    """A template filled in as Markdown."""
    return _environment(markdown.escape).get_template(template).render(**values)


def as_html(template: str, **values: Any) -> str:
    """A template filled in as HTML."""
    return _environment(html).get_template(template).render(**values)


def html(value: object) -> Markup:
    """Any value as text that HTML shows as it is, acting characters as escapes."""
    return escape_html(visible(str(value)))


def breakable(name: str) -> Markup:
    """A dotted name that a narrow column breaks behind its dots."""
    return Markup(".<wbr>").join(html(word) for word in name.split("."))


def part(name: str) -> Markup:
    """A style sheet or a script of ours, to stand inside a page."""
    return Markup((TEMPLATES / name).read_text("utf-8"))


def allowed(text: str) -> str:
    """How a page's policy names the one script or style that it lets in."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _environment(escape: Callable[[object], Markup]) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else escape(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"breakable": breakable, "short": short}
    made.globals |= {"count": count}
    return made
