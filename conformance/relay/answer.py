"""An answer as data, before it becomes bytes: what faults and variations change."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, TypeAlias

from conformance.relay.json_text import Json, Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.upstream_plan import Notice, Relaying

DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class SentEvent:
    """One event: a JSON value, a text as it is, or raw bytes without framing."""

    data: Json | str | bytes
    # Field lines that stand before the data, such as ("event", "error").
    fields: tuple[tuple[str, str], ...] = ()
    # Seconds to wait before it is sent.
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """A body that is one JSON value."""

    value: Json


@dataclass(frozen=True, slots=True)
class Stream:
    """A body that is a series of events."""

    events: tuple[SentEvent, ...]


Body: TypeAlias = Document | Stream | bytes


@dataclass(frozen=True, slots=True)
class Style:
    """How an answer is serialized: line ends, spaces, encodings; never what it says."""

    # Used in turn, event by event.
    line_ends: tuple[str, ...] = ("\n",)
    after_colon: str = " "
    # Empty lines after each event.
    gap: int = 1
    separators: tuple[str, str] = (",", ":")
    indent: int | None = None
    # Characters to be written as escapes inside JSON strings.
    escaped: str = ""
    # Sent before a JSON document.
    padding: str = ""
    chunked: bool = False
    gzip: bool = False
    # Bytes per write; None keeps one write for each event.
    piece: int | None = None
    # Everything is held back and sent with one write.
    burst: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body, before they become bytes."""

    status: int
    body: Body
    headers: Mapping[str, str] = field(default_factory=dict)
    style: Style = field(default_factory=Style)
    # Seconds before the first byte.
    delay: float = 0.0
    # The connection ends instead of the answer being sent.
    hangs_up: bool = False
    # The connection ends before the body has, as far as its framing tells.
    breaks_off: bool = False
    # An upstream answers instead.
    relays: Relaying | None = None
    # Whom to tell of the task that was begun.
    notice: Notice | None = None
    # Why the call was refused, for bends that look for one kind of refusal.
    problem: Problem | None = None

    @property
    def json(self) -> Json:
        """The value of a JSON body, else None."""
        return self.body.value if isinstance(self.body, Document) else None

    @property
    def events(self) -> tuple[SentEvent, ...]:
        """The events of a stream; none otherwise."""
        return self.body.events if isinstance(self.body, Stream) else ()

    @property
    def streams(self) -> bool:
        """Whether the body is a stream."""
        return isinstance(self.body, Stream)

    @property
    def refuses(self) -> bool:
        """Whether the status says that the call failed."""
        return self.status >= 400

    def refuses_as(self, *kinds: ProblemKind) -> bool:
        """Whether the call was refused for one of these kinds of problem."""
        return self.problem is not None and self.problem.kind in kinds

    def with_headers(self, headers: Mapping[str, str]) -> "Answer":
        """The answer with headers added or replaced; names in lower case."""
        return replace(self, headers={**self.headers, **headers})

    def with_status(self, status: int) -> "Answer":
        """The same answer under another status."""
        return replace(self, status=status)

    def with_json(self, value: Json) -> "Answer":
        """The answer with another JSON body."""
        return replace(self, body=Document(value))

    # `Any`: the options are those of Style, which checks their names.
    def with_style(self, **options: Any) -> "Answer":
        """The answer serialized in another style."""
        return replace(self, style=replace(self.style, **options))

    def with_events(self, events: Iterable[SentEvent]) -> "Answer":
        """The answer with other events."""
        return replace(self, body=Stream(tuple(events)))

    def without_last_event(self) -> "Answer":
        """The stream without its last event."""
        return self.with_events(self.events[:-1])

    def map_json(self, change: Callable[[Object], Object]) -> "Answer":
        """The answer with its JSON object changed; others stay as they are."""
        value = self.json
        return self.with_json(change(value)) if isinstance(value, dict) else self

    def map_events(
        self, change: Callable[[SentEvent], Iterable[SentEvent]]
    ) -> "Answer":
        """The stream with each event replaced by none, one or several."""
        if not self.streams:
            return self
        return self.with_events(chain.from_iterable(map(change, self.events)))

    def map_chunks(self, change: Callable[[Object], Object]) -> "Answer":
        """The stream with each JSON object in it changed."""
        return self.map_events(lambda event: [_changed(event, change)])


def _changed(event: SentEvent, change: Callable[[Object], Object]) -> SentEvent:
    if not isinstance(event.data, dict):
        return event
    return replace(event, data=change(event.data))


def json_answer(value: Json, status: int = 200) -> Answer:
    """A plain JSON answer."""
    return Answer(status, Document(value), {"content-type": "application/json"})


def empty_answer(status: int) -> Answer:
    """An answer without any body."""
    return Answer(status, b"")


def stream_answer(chunks: Iterable[Json]) -> Answer:
    """A stream of these values, ended by `[DONE]`."""
    events = (*map(SentEvent, chunks), SentEvent(DONE))
    headers = {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache",
        "x-accel-buffering": "no",
    }
    return Answer(200, Stream(events), headers)
