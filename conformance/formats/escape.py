"""Makes text from a target safe to look at: nothing in it acts on a terminal."""

import unicodedata

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Line and paragraph separators break a line as surely as a newline does.
_ACTS = ("C", "Zl", "Zp")


def visible(text: str) -> str:
    """`text` on one line, with characters that act or hide shown as escapes."""
    # Printable ASCII is nearly all there is, and needs no look at each character.
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def short(text: str, limit: int) -> str:
    """`text` made visible and, if it is long, cut with its length stated."""
    if len(text) <= limit:
        return visible(text)
    return f"{visible(text[:limit])}… ({len(text)} characters)"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 MUST`, `2 MUSTs`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(char: str) -> str:
    if not unicodedata.category(char).startswith(_ACTS):
        return char
    code = ord(char)
    plain = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return _SHORT.get(char, plain)
