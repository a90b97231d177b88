"""Where secrets stand in data, however they are written."""

import string
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from conformance.core.marks import MARK, WITHHELD
from conformance.formats.encodings import Encodings, inflated, is_text, pieced
from conformance.formats.escapes import Escape, escapes
from conformance.formats.needles import Needle, needles_of
from conformance.formats.views import View, view_of

# One encoding in another: so many are undone.
_DEPTH = 12
# Data are searched by windows, so that memory is bounded; what is longer than the
# overlap once it is written is found in its parts at best.
_WINDOW, _OVERLAP = 192 * 2**10, 32 * 2**10
# So many escapes are undone within others; after that, of each text the outer ones.
_EFFORT = 600_000
# To look through so many octets is as much as to undo one escape.
_GLANCE = 100
# What is compressed more than this is not looked through.
_INFLATED = 32 * 2**20
_ALPHANUMERIC = (string.ascii_letters + string.digits).encode()
_BASE64 = frozenset(_ALPHANUMERIC + b"+/-_")


class Hit(NamedTuple):
    """A place in data, and what is to stand there instead."""

    start: int
    end: int
    mark: bytes


@dataclass(slots=True)
class _Effort:
    """What was spent on data so far, in escapes."""

    parts: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """Looks for secrets in whatever layers of encodings it can undo."""

    needles: tuple[Needle, ...]
    escapes: tuple[Escape, ...]
    encodings: Encodings

    @classmethod
    def of(cls, secrets: Sequence[str]) -> Self:
        """A search for these secrets, none of which is empty."""
        chars = "".join(secrets).encode("utf-8", "ignore")
        signs = bytes(set(chars) - set(_ALPHANUMERIC))
        shortest = min(len(secret) for secret in secrets)
        return cls(needles_of(secrets), escapes(signs), Encodings.of(shortest))

    def hits(self, data: bytes) -> list[Hit]:
        """The places to cut, in order; none overlaps another."""
        packed = self._packed(data)
        if packed:
            return [Hit(0, len(data), packed.encode())]
        effort = _Effort()
        hits = [
            Hit(start + hit.start, start + hit.end, hit.mark)
            for start, window in _windows(data)
            for hit in self._in(window, effort)
        ]
        return list(_merged(sorted(hits)))

    def _in(self, data: bytes, effort: _Effort) -> Iterator[Hit]:
        for view in self._views(View(data), effort):
            yield from self._seen(view)

    def _seen(self, view: View) -> Iterator[Hit]:
        text = view.text.lower()
        quote = b"" if view.is_quoted else b'"'
        for needle in self.needles:
            start = text.find(needle.text)
            while start >= 0:
                end = start + len(needle.text)
                first, last = _shared(view.text, start, end, needle)
                for origin in view.origins(first, last):
                    yield Hit(*origin, quote + needle.mark + quote)
                start = text.find(needle.text, end)

    def _views(self, root: View, effort: _Effort) -> Iterator[View]:
        """What data read as, the plainest ways first."""
        yield root
        seen: set[tuple[int, int, int]] = set()
        level = [root]
        for depth in range(_DEPTH):
            above: list[View] = []
            for view in level:
                for child in self._children(view, depth):
                    if child is not None and (key := _key(child)) not in seen:
                        seen.add(key)
                        effort.parts += len(child.begins) + len(child.text) // _GLANCE
                        above.append(child)
                        yield child
            if effort.parts > _EFFORT:
                return
            level = above

    def _children(self, view: View, depth: int) -> Iterator[View | None]:
        if depth == 0 and not is_text(view.text):
            yield view_of(view, self.encodings.readable(view.text), b"\n")
            return
        if depth == 0:
            yield pieced(view)
        for escape in self.escapes:
            yield escape.undone(view)
        yield from self.encodings.within(view)

    def _packed(self, data: bytes) -> str:
        """What stands for data that are compressed as a whole; empty if they stay."""
        effort = _Effort()
        size = 0
        for inner in _unpacked(data):
            size += len(inner)
            for text in (inner, inflated(inner)):
                if next(self._in(text, effort), None):
                    return MARK
            if size > _INFLATED:
                return WITHHELD
        return ""


def _key(view: View) -> tuple[int, int, int]:
    """What tells views of data apart: their text, and where it begins and ends."""
    last = len(view.text)
    return (
        hash(view.text),
        view.origins(0, 1)[0][0],
        view.origins(last - 1, last)[-1][1],
    )


def _shared(text: bytes, start: int, end: int, needle: Needle) -> tuple[int, int]:
    """A stretch with the characters beside it that hold some bits of it."""
    before = needle.before and start > 0 and text[start - 1] in _BASE64
    after = needle.after and end < len(text) and text[end] in _BASE64
    return start - before, end + after


def _windows(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Stretches of data that overlap, and where they begin."""
    if len(data) <= _WINDOW + _OVERLAP:
        yield 0, data
        return
    for start in range(0, len(data), _WINDOW):
        yield start, data[start : start + _WINDOW + _OVERLAP]


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The windows of what compressed data hold; none if they are not compressed."""
    if data[:2] != b"\x1f\x8b" and data[:1] != b"\x78":
        return
    unpack = zlib.decompressobj(32 + zlib.MAX_WBITS)
    left, kept = data, b""
    while left and not unpack.eof:
        try:
            inner = unpack.decompress(left, _WINDOW)
        except zlib.error:
            return
        left = unpack.unconsumed_tail
        yield kept + inner
        kept = inner[-_OVERLAP:]


def _merged(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits of which none overlaps another; that of the key itself counts."""
    last: Hit | None = None
    for hit in hits:
        if last is None:
            last = hit
        elif hit.start < last.end:
            key = next(
                (h.mark for h in (last, hit) if MARK.encode() in h.mark), last.mark
            )
            last = Hit(last.start, max(last.end, hit.end), key)
        else:
            yield last
            last = hit
    if last is not None:
        yield last
