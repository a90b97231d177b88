"""Characters that are written otherwise: as JSON, URLs, HTML, mails and shells do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import html5

from conformance.formats.views import Fields, View, view_of

_NAMES = {
    name.rstrip(";").lower().encode(): char.encode()
    for name, char in html5.items()
    if len(char) == 1 and 32 <= ord(char) < 127
}
_CODES = frozenset((9, 10, 13, *range(32, 127)))
Match = re.Match[bytes]


@dataclass(frozen=True, slots=True)
class Escape:
    """Ways to write characters: with what they begin, how, and what they stand for."""

    signs: bytes
    pattern: re.Pattern[bytes]
    meaning: Callable[[Match], bytes | None]

    def undone(self, view: View) -> View | None:
        """What a text reads once this is undone; None if nothing in it is escaped."""
        text, meaning = view.text, self.meaning
        if not any(sign in text for sign in self.signs):
            return None
        parts: list[Fields] = []
        place = 0
        for match in self.pattern.finditer(text):
            char = meaning(match)
            if char is not None:
                start, end = match.span()
                if start > place:
                    parts.append((text[place:start], place, start, 1, 1))
                parts.append((char, start, end, 0, 1))
                place = end
        if not parts:
            return None
        parts.append((text[place:], place, len(text), 1, 1))
        return view_of(view, parts)


def _meaning(match: Match) -> bytes | None:
    """The character for which a match stands, if it is one that a header may hold."""
    kind = match.lastgroup or ""
    value = match[kind]
    if kind.startswith("hex"):
        return bytes.fromhex(value.decode())
    if kind == "octal":
        return bytes((int(value, 8),))
    if kind == "decimal":
        return bytes((int(value),)) if int(value) in _CODES else None
    if kind == "name":
        return _NAMES.get(value.lower())
    return value if kind.startswith("itself") else b""


_HEX = rb"(?:[2-7][0-9a-fA-F]|0[9aAdD])"
_BACKSLASH = rb"""\\(?:
    [uU](?:00|000000)(?P<hex1>%(hex)b)
    | [uU]\{0*(?P<hex2>%(hex)b)\}
    | [xX](?P<hex3>%(hex)b)
    | (?P<octal>(?:0?[4-7]|1[0-7])[0-7])
    | (?P<itself1>[%(signs)b])
)"""
_PERCENT = rb"%%(?:[uU]00)?(?P<hex4>%(hex)b)"
_REFERENCE = rb"""&(?:
    \#0{0,9}(?P<decimal>[0-9]{2,3})(?![0-9])
    | \#[xX]0{0,9}(?P<hex5>%(hex)b)(?![0-9a-fA-F])
    | (?P<name>[A-Za-z]{2,16})
)(?:;|(?!\\|%%|&(?:\#0*59|\#[xX]0*3[bB]|semi)))"""  # its end may be escaped itself
_QUOTE = rb"""'(?:"(?P<itself2>')"|\\(?P<itself3>'))'"""
# A line that was broken where it had no end, as base64 in mails.
_FOLD = rb"""(?P<fold>
    (?<=[\w+/-]) (?:\r?\n[ \t]* | (?:\\{1,4}r)?\\{1,4}n) (?=[\w+/=-])
)"""
_PRINTABLE = rb"=(?:(?P<hex6>%(hex)b)|(?P<soft>\r?\n|(?:\\{1,4}r)?\\{1,4}n))"
# What may begin an escape of another kind, or end it.
_SIGNS = b"\\/%&=#;'"


def escapes(signs: bytes) -> tuple[Escape, ...]:
    """The ways to be undone one after the other, for secrets with these signs in them.

    A backslash counts before those signs, and before what begins an escape, only: else
    each quote and line break of a JSON text would count. Where a secret looks like an
    escape itself, each way is undone alone, too: else one may be undone too early.
    """
    quotes = b'"' if b"'" in signs else b""
    before = sorted({*_SIGNS, *signs, *quotes})
    words = {b"hex": _HEX, b"signs": b"".join(re.escape(bytes((c,))) for c in before)}
    ways = {
        b"\\": _BACKSLASH % words,
        b"%": _PERCENT % words,
        b"&": _REFERENCE % words,
        b"'": _QUOTE,
        b"\n\\": _FOLD,
        b"=": _PRINTABLE % words,
    }
    looks_escaped = not {*b"\\%&'"}.isdisjoint(signs)
    groups = [tuple(ways)[:-1], (b"=",), *(looks_escaped * [(sign,) for sign in ways])]
    return tuple(_escape([(sign, ways[sign]) for sign in group]) for group in groups)


def _escape(ways: list[tuple[bytes, bytes]]) -> Escape:
    pattern = b"|".join(way for _, way in ways)
    signs = b"".join(sign for sign, _ in ways)
    return Escape(signs, re.compile(pattern, re.VERBOSE), _meaning)
