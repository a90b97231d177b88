"""Texts as they read once decoded, each part of which knows where it came from."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, Self

Span = tuple[int, int]
# What a run of the text of a view holds; else nothing of it is text.
_PRINTABLE = bytes([9, 10, 13, *range(32, 127)])


# Its data, start, end, chars and octets, see `Part`.
Fields = tuple[bytes, int, int, int, int]


class Part(NamedTuple):
    """Some octets of a view, and where they are written in the text below it.

    Each group of `octets` is written with `chars` characters; where that cannot be
    said, `chars` is 0, and the whole place stands for each of them.
    """

    data: bytes
    start: int
    end: int
    chars: int = 0
    octets: int = 1


class Kind(Enum):
    """How the parts of a view stand in the text below."""

    WHOLE = auto()  # what lies between two belongs to both
    PIECES = auto()  # they are strings, and have nothing to do with what is between
    NUMBERS = auto()  # so are these, but outside of strings


@dataclass(frozen=True, slots=True)
class View:
    """A text, and how it came out of the text below it; the lowest is as it came."""

    text: bytes
    below: Self | None = None
    # Where each part begins in `text`, and in the text below.
    begins: tuple[int, ...] = ()
    places: tuple[tuple[int, int, int, int], ...] = ()
    kind: Kind = Kind.WHOLE

    @property
    def is_quoted(self) -> bool:
        """Whether it is within a string of JSON, if the lowest text is JSON."""
        above = self.below is None or self.below.is_quoted
        return self.kind is not Kind.NUMBERS and above

    def origins(self, start: int, end: int) -> list[Span]:
        """The places in the lowest text from which a stretch of this one came."""
        if self.below is None:
            return [(start, end)]
        first = bisect_right(self.begins, start) - 1
        last = bisect_left(self.begins, end)
        spans = [self._written(place, start, end) for place in range(first, last)]
        if self.kind is Kind.WHOLE:
            spans = [(spans[0][0], spans[-1][1])]
        return [origin for span in spans for origin in self.below.origins(*span)]

    def _written(self, place: int, start: int, end: int) -> Span:
        """Where the part of a stretch that lies in one part is written below."""
        begin = self.begins[place]
        first, last, chars, octets = self.places[place]
        if not chars:
            return first, last
        offset = max(start - begin, 0)
        return (
            first + offset * chars // octets,
            min(first - ((begin - end) * chars // octets), last),
        )


def view_of(
    below: View,
    parts: Iterable[Fields],
    between: bytes = b"",
    kind: Kind = Kind.WHOLE,
) -> View | None:
    """The view that these parts make of a text; None if there are none."""
    texts: list[bytes] = []
    begins: list[int] = []
    places: list[tuple[int, int, int, int]] = []
    at = 0
    for data, start, end, chars, octets in parts:
        if data:
            begins.append(at)
            places.append((start, end, chars, octets))
            texts.append(data)
            at += len(data) + len(between)
    if not texts:
        return None
    joined = between.join(texts)
    return View(joined, below, tuple(begins), tuple(places), kind)


class Runs:
    """Finds long runs of certain characters without looking at each in Python."""

    def __init__(self, chars: bytes, shortest: int) -> None:
        self._kinds = bytes(32 if code in chars else 0 for code in range(256))
        self._shortest = shortest
        # Each run that is long enough holds so many of the characters looked at.
        self._step = max(shortest // 4, 1)
        self._sample = b" " * (shortest // self._step)

    def spans(self, text: bytes) -> Iterator[Span]:
        """Each run of at least the shortest length."""
        kinds = text.translate(self._kinds)
        sampled = kinds[:: self._step]
        place = sampled.find(self._sample)
        while place >= 0:
            at = place * self._step
            start = kinds.rfind(b"\0", 0, at) + 1
            end = kinds.find(b"\0", at)
            end = len(kinds) if end < 0 else end
            if end - start >= self._shortest:
                yield start, end
            place = sampled.find(self._sample, end // self._step + 1)


def printable(shortest: int) -> Runs:
    """Runs of at least so many characters that a header may hold, or a line break."""
    return Runs(_PRINTABLE, shortest)
