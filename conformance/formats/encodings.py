"""Texts within texts: base64, hexadecimal, lists of bytes, UTF-16, compressed."""

import binascii
import codecs
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from conformance.formats.views import Fields, Kind, Part, Runs, View, printable, view_of

_HEX = b"0123456789abcdefABCDEF"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_FOR_URLS = bytes.maketrans(b"-_", b"+/")
_SPACED = re.compile(rb"(?:0[xX])?[0-9a-fA-F]{2}(?:[ :,-]+(?:0[xX])?[0-9a-fA-F]{2})+")
_BYTE = re.compile(rb"(?:0[xX])?([0-9a-fA-F]{2})[ :,-]*")
_NUMBERS = re.compile(rb"\[\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*\]")
_NUMBER = re.compile(rb"\d+")
_PAIR = re.compile(
    rb'"index"\s*:\s*(\d+)|"(\w+)"\s*:\s*"((?:[^"\\]++|\\.)+)"', re.DOTALL
)
_APART = Part(b"\n", 0, 0)
_CONTINUED = bytes(range(0x80, 0xC0))  # no character begins with one of these
_WIDE = re.compile(rb"[\t\n\r -~](?:\0{1,3}[\t\n\r -~]){7,}")
_COMPRESSED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")  # gzip, zlib
_NEAR = 16
# What an inner text may have at most once it is decompressed.
_MOST = 2**20


@dataclass(frozen=True, slots=True)
class Encodings:
    """Finds what is encoded in a text, where it has so many characters at least."""

    letters: Runs
    base64: Runs
    hexadecimal: Runs
    spaced: Runs

    @classmethod
    def of(cls, shortest: int) -> Self:
        """Encodings of texts that have so many characters."""
        return cls(
            printable(shortest),
            Runs(_BASE64, (shortest * 8 + 5) // 6),
            Runs(_HEX, shortest * 2),
            Runs(_HEX + b"xX :,-", shortest * 3 - 1),
        )

    def within(self, view: View) -> Iterator[View | None]:
        """What parts of a text hold once they are decoded."""
        yield view_of(view, self._from_base64(view.text), b"\n")
        yield view_of(view, self._from_hex(view.text), b"\n")
        yield view_of(view, self._from_spaced(view.text))
        yield view_of(view, _from_numbers(view.text), kind=Kind.NUMBERS)

    def readable(self, data: bytes) -> Iterator[Part]:
        """What is text in data that may be anything."""
        for start, end in self.letters.spans(data):
            yield Part(data[start:end], start, end, 1)
        for match in _WIDE.finditer(data) if b"\0" in data else ():
            text = match[0].replace(b"\0", b"")
            width, rest = divmod(len(match[0]) - 1, len(text) - 1)
            yield Part(text, *match.span(), 0 if rest else width)

    def _from_base64(self, text: bytes) -> Iterator[Part]:
        for start, end in self.base64.spans(text):
            run = text[start:end].translate(_FOR_URLS)
            for phase in range(min(4, len(run))):
                data = _decoded(run[phase:])
                yield from self._inner(data, start + phase, end, 4, 3)

    def _from_hex(self, text: bytes) -> Iterator[Part]:
        for start, end in self.hexadecimal.spans(text):
            for phase in (start, start + 1):
                data = bytes.fromhex(text[phase : end - (end - phase) % 2].decode())
                yield from self._inner(data, phase, end, 2, 1)

    def _from_spaced(self, text: bytes) -> Iterator[Part]:
        for start, end in self.spaced.spans(text):
            for match in _SPACED.finditer(text, start, end):
                for byte in _BYTE.finditer(text, *match.span()):
                    yield Part(bytes.fromhex(byte[1].decode()), *byte.span(1))

    def _inner(
        self, data: bytes, start: int, end: int, chars: int, octets: int
    ) -> Iterator[Part]:
        """The text in decoded data that is written from `start` on."""
        for part in self.readable(data):
            # Only where a group of octets begins does one of characters begin.
            first = part.start - part.start % octets
            text = data[first : part.end] if part.chars == 1 else part.data
            last = min(start - (-part.end * chars // octets), end)
            begin = start + first * chars // octets
            yield Part(text, begin, last, chars if part.chars == 1 else 0, octets)
        for part in self.readable(inflated(data)):
            yield Part(part.data, start, end)


def pieced(view: View) -> View | None:
    """What strings of the same name say together, as the pieces of a stream do."""
    groups: dict[tuple[bytes, bytes], list[Fields]] = defaultdict(list)
    index = b""
    for match in _PAIR.finditer(view.text):
        number, name, value = match.groups()
        if number:
            index = number
        else:
            groups[name, index].append((value, *match.span(3), 1, 1))
    several = (group for group in groups.values() if _varies(group))
    return view_of(view, (p for g in several for p in (*g, _APART)), kind=Kind.PIECES)


def _varies(group: list[Fields]) -> bool:
    """Whether strings are not all the same: what is repeated is none in pieces."""
    return any(part[0] != group[0][0] for part in group)


def is_text(data: bytes) -> bool:
    """Whether data, which may be cut anywhere, is text in UTF-8."""
    if b"\0" in data:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data.lstrip(_CONTINUED))
    except UnicodeDecodeError:
        return False
    return True


def inflated(data: bytes) -> bytes:
    """The first of what compressed data hold; empty if they are none.

    They begin near the start: characters before them may look like some of theirs.
    """
    begin = _COMPRESSED.search(data, 0, _NEAR)
    if begin is None:
        return b""
    try:
        inflate = zlib.decompressobj(32 + zlib.MAX_WBITS)
        return inflate.decompress(data[begin.start() :], _MOST)
    except zlib.error:
        return b""


def _decoded(run: bytes) -> bytes:
    """What characters of base64 stand for, whatever is missing at their end."""
    whole = run[: len(run) - 1] if len(run) % 4 == 1 else run
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _from_numbers(text: bytes) -> Iterator[Part]:
    for numbers in _NUMBERS.finditer(text):
        for match in _NUMBER.finditer(text, *numbers.span()):
            number = int(match[0])
            yield Part(bytes((number,)) if number < 127 else b"?", *match.span())
