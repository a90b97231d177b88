"""Server-sent events from bytes, in whatever pieces they arrive.

Source: HTML standard, "Interpreting an event stream". Ours on purpose: judging
the bytes is what this product exists for, and libraries repair what they read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from conformance.core.message import Event, Piece

# More come with no ordinary answer: a stream of 16,000 tokens has as many.
MAX_EVENTS = 50_000
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Parser:
    """Reads pieces of a stream and yields each event when its empty line came."""

    _pending: bytes = b""
    _waiting: list[bytes] = field(default_factory=list)
    _started: bool = False
    _data: list[str] = field(default_factory=list)
    _type: str = ""
    _id: str = ""

    @property
    def leftover(self) -> bytes:
        """Bytes and lines that no empty line has completed."""
        lines = "".join(f"data: {line}\n" for line in self._data)
        return lines.encode() + self._pending + b"".join(self._waiting)

    def feed(self, piece: Piece) -> Iterator[Event]:
        """The events that this piece completes."""
        self._waiting.append(piece.data)
        if self._started and not _holds_an_end(piece.data, self._pending):
            return  # joined later: a long line in small pieces must not cost its square
        self._join()
        if not self._started:
            if _BOM.startswith(self._pending):
                return
            self._pending = self._pending.removeprefix(_BOM)
            self._started = True
        yield from self._take(_cut(self._pending, ended=False), piece.at)

    def end(self, at: float) -> Iterator[Event]:
        """The events that the end of the stream completes: a CR may be the last."""
        self._join()
        yield from self._take(_cut(self._pending, ended=True), at)

    def _join(self) -> None:
        self._pending = b"".join((self._pending, *self._waiting))
        self._waiting.clear()

    def _take(self, cut: tuple[list[bytes], bytes], at: float) -> Iterator[Event]:
        lines, self._pending = cut
        for raw in lines:
            line = raw.decode("utf-8", "replace")
            if line:
                self._field(line)
            else:
                yield from self._dispatch(at)

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._type = value
        elif name == "id" and "\0" not in value:
            self._id = value

    def _dispatch(self, at: float) -> Iterator[Event]:
        if self._data:
            data = "\n".join(self._data)
            yield Event(data, self._type or "message", self._id, at)
        self._data = []
        self._type = ""


def _holds_an_end(new: bytes, before: bytes) -> bool:
    """Whether a line may end here: in the new bytes, or by a CR before them."""
    return b"\n" in new or b"\r" in new or before.endswith(b"\r")


def _cut(text: bytes, *, ended: bool) -> tuple[list[bytes], bytes]:
    """Whole lines, and the rest. A CR at the very end may be half of a CRLF."""
    held = b"" if ended or not text.endswith(b"\r") else b"\r"
    body = text[: len(text) - len(held)]
    lines = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return lines[:-1], lines[-1] + held


def parse(pieces: Iterable[Piece]) -> tuple[tuple[Event, ...], bytes]:
    """All events of a stream, and the bytes that no empty line completed.

    One event more than MAX_EVENTS at most.
    """
    parser = Parser()
    events: list[Event] = []
    at = 0.0
    for piece in pieces:
        events.extend(islice(parser.feed(piece), MAX_EVENTS + 1 - len(events)))
        if len(events) > MAX_EVENTS:
            return tuple(events), b""
        at = piece.at
    events.extend(parser.end(at))
    return tuple(events), parser.leftover
