"""Requests, responses and recordings: what was sent and what came back."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from conformance.core.exceptions import Blocked, Violation
from conformance.core.strict import as_object, strict_json

Headers = tuple[tuple[str, str], ...]
DONE = "[DONE]"
UNSENT = "unsent"  # why the steps that are missing from a recording were not sent


@dataclass(frozen=True, slots=True)
class Request:
    """A request as sent, with the key redacted."""

    method: str
    url: str
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        """The JSON that was sent; None if it was something else."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes as they arrived, `at` seconds after the request was sent."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event; `at` is the arrival of the piece that completed it."""

    data: str
    type: str = "message"
    id: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Response:
    """A response; `cut` says why the body ended before its end (empty: whole)."""

    status: int
    headers: Headers
    pieces: tuple[Piece, ...] = ()
    first_byte: float = 0.0
    total: float = 0.0
    http: str = "HTTP/1.1"
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer that asked to come back later, and how long was waited."""

    status: int
    headers: Headers
    body: bytes
    waited: float


@dataclass(frozen=True)
class Exchange:
    """One request with its response, read in the ways requirements need.

    `answer`, `chunks` and `error` raise `Blocked` when the other kind of answer
    came: that is the violation of the requirement about the status, once.
    """

    step: str
    request: Request
    response: Response
    events: tuple[Event, ...] = ()
    leftover: bytes = b""
    attempts: tuple[Attempt, ...] = ()
    started: str = field(default="", compare=False)

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status

    @property
    def accepted(self) -> bool:
        """Whether the request was answered with a 2xx status."""
        return 200 <= self.status < 300

    def header(self, name: str) -> str:
        """The values of a response header, joined; empty if absent."""
        wanted = name.lower()
        found = [v for k, v in self.response.headers if k.lower() == wanted]
        return ", ".join(found)

    @property
    def media_type(self) -> str:
        """The response's media type without parameters, in lower case."""
        return self.header("content-type").split(";")[0].strip().lower()

    @cached_property
    def body(self) -> bytes:
        """The whole response body, decompressed."""
        return b"".join(piece.data for piece in self.response.pieces)

    @cached_property
    def json(self) -> Any:
        """The body as strict JSON, whatever the status; Violation if it is none."""
        return strict_json(self.body, "the body")

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON object of an accepted request."""
        self._needs_acceptance()
        return as_object(self.json, "the body")

    @property
    def error(self) -> Any:
        """The JSON body of a refused request."""
        self._needs_an_answer()
        if self.accepted:
            raise Blocked(f"the request was accepted ({self.status})")
        return self.json

    @cached_property
    def payloads(self) -> tuple[tuple[str, Any], ...]:
        """Each event of an accepted stream but `[DONE]`: (where, its JSON)."""
        self._needs_stream()
        found = tuple(self._payloads())
        if not found:
            raise Violation("at least one event with JSON", at="the stream")
        return found

    @property
    def chunks(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Each payload that is a chunk, not an error: (where, object)."""
        found = [(at, as_object(value, at)) for at, value in self.payloads]
        chunks = tuple((at, chunk) for at, chunk in found if not chunk.get("error"))
        if not chunks:
            raise Violation("at least one chunk", got=found[0][1], at="the stream")
        return chunks

    @property
    def last_event(self) -> Event:
        """The last event of an accepted stream."""
        self._needs_stream()
        if not self.events:
            raise Violation("at least one event", got=self.body, at="the stream")
        return self.events[-1]

    def _payloads(self) -> Iterator[tuple[str, Any]]:
        for place, event in enumerate(self.events, 1):
            if event.data != DONE:
                at = f"event {place}"
                yield at, strict_json(event.data.encode("utf-8", "replace"), at)

    def _needs_an_answer(self) -> None:
        if not self.status:
            raise Blocked("no answer came")

    def _needs_acceptance(self) -> None:
        self._needs_an_answer()
        if not self.accepted:
            raise Blocked(f"the request was refused ({self.status})")

    def _needs_stream(self) -> None:
        self._needs_acceptance()
        if not self.events and self.media_type == "application/json":
            raise Blocked("the answer is not a stream")


@dataclass(frozen=True)
class Recording:
    """The exchanges of one case on one target, in the order of its steps."""

    case: str
    target: str
    exchanges: tuple[Exchange, ...]
    # What the suite's own instruments saw of it, as plain JSON.
    observations: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, step: str) -> Exchange:
        """The exchange of a step by its name; of one that is polled, the last.

        Blocked if it was not sent, as the answers before it lack something.
        """
        found = self.polls(step)
        if not found:
            raise Blocked(self.observations.get(UNSENT, f"{step} was not sent"))
        return found[-1]

    def polls(self, step: str) -> tuple[Exchange, ...]:
        """Each exchange of a step that is polled, in their order."""
        return tuple(e for e in self.exchanges if e.step == step)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self.exchanges)

    @property
    def last(self) -> Exchange:
        """The exchange of the last step; Blocked if it was not sent."""
        if UNSENT in self.observations:
            raise Blocked(self.observations[UNSENT])
        return self.exchanges[-1]
