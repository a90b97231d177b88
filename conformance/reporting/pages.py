"""Fills templates: each value from outside is shown as text, and does nothing."""

import base64
import hashlib
import json
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from markupsafe import escape as escape_html

from conformance.formats.escape import count, short, visible
from conformance.formats.paths import TEMPLATES

# As references these characters mean nothing to Markdown: no table cell, link, code,
# formula, emoji or mention can begin with them.
_REFERENCES = {ord(char): f"&#{ord(char)};" for char in "\\`*_[]<>#|&~@$:\"'"}
_COMMENT_WIDTH = 86  # characters of a comment's line after its `# `


def as_markdown(template: str, **values: Any) -> str:
    """A template filled in as Markdown."""
    return _environment(markdown).get_template(template).render(**values)


def as_html(template: str, **values: Any) -> str:
    """A template filled in as HTML."""
    return _environment(html).get_template(template).render(**values)


def as_settings(template: str, **values: Any) -> str:
    """A template filled in as TOML or YAML, whose values it writes with `toml`."""
    return _environment(Markup).get_template(template).render(**values) + "\n"


def html(value: object) -> Markup:
    """Any value as text that HTML shows as it is, acting characters as escapes."""
    return escape_html(visible(str(value)))


def markdown(value: object) -> Markup:
    """Any value as text that Markdown, and HTML within it, show as it is."""
    text = visible(str(value)).translate(_REFERENCES)
    # `www.` alone begins a link.
    return Markup(text.replace("www.", "www&#46;").replace("WWW.", "WWW&#46;"))


def toml(text: str) -> str:
    """A text as a basic string of TOML, which is written like one of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def wrapped(text: str) -> str:
    """A long comment on several lines."""
    return "\n# ".join(textwrap.wrap(text, _COMMENT_WIDTH, break_on_hyphens=False))


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
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else escape(value),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "breakable": breakable,
        "short": short,
        "toml": toml,
        "wrapped": wrapped,
    }
    environment.globals |= {"count": count}
    return environment
