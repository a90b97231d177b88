"""Exchanges and recordings: what was sent, what came back, and how it is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from conformance.core.exceptions import Blocked, NotOffered
from conformance.core.message import Attempt, Event, Request, Response
from conformance.core.stream_form import StreamForm
from conformance.core.strict import parse_strict
from conformance.core.usage import counts

DONE = "[DONE]"
JSON = "application/json"
# How it is said that a time limit of ours ended an answer, not the target.
NO_HEAD, NO_MORE, NO_END = "no answer came within", "nothing came for", "the answer had"
# How it is said that a request was not sent, as others like it had no answer in time.
NOT_SENT = "not sent:"
# How it is said that an answer was too much to be kept whole.
TOO_MUCH = "the answer has more than"
UNSENT = "unsent"  # why the steps that are missing from a recording were not sent


@dataclass(frozen=True)
class Exchange:
    """One request with its response, read in the ways requirements need.

    What is not there to be read raises `Blocked`: that it is missing is the violation
    of one requirement only, which looks at the status, the JSON or the schema.
    """

    step: str
    request: Request
    response: Response
    events: tuple[Event, ...] = ()
    leftover: bytes = b""
    attempts: tuple[Attempt, ...] = ()
    started: str = field(default="", compare=False)
    # Why a refusal of the request is not the target's fault; empty: it may be.
    excuse: str = field(default="", compare=False)
    # Whether it is known of the model that it thinks before it answers.
    thinks: bool = field(default=False, compare=False)
    # Which events of a stream are no chunks of its answer.
    stream_form: StreamForm = field(default=StreamForm(), compare=False)
    # The fields in which the contract shows what was thought; empty: it names none.
    thought_fields: tuple[str, ...] = field(default=(), compare=False)

    @property
    def status(self) -> int:
        """The status code; 0 if no answer came."""
        return self.response.status

    @property
    def accepted(self) -> bool:
        """Whether the request was answered with a 2xx status."""
        return 200 <= self.status < 300

    @property
    def own_limit(self) -> str:
        """The limit of ours that ended the answer; empty if none did."""
        limits = (NO_HEAD, NO_MORE, NO_END, TOO_MUCH, NOT_SENT)
        cut = self.response.cut
        return cut if cut.startswith(limits) else ""

    @property
    def out_of_time(self) -> bool:
        """Whether a time limit of ours ended the answer."""
        return self.response.cut.startswith((NO_HEAD, NO_MORE, NO_END))

    def header(self, name: str) -> str:
        """The values of a response header, joined; empty if absent."""
        headers = self.response.headers
        return ", ".join(v for k, v in headers if k.lower() == name.lower())

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
        """The body as strict JSON, whatever the status; Blocked if it is not."""
        self._needs_response()
        return _json(self.body, "the body is not JSON")

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON object that answers an accepted request; Blocked without one."""
        value = _json(self.accepted_body, "the body is not the documented JSON")
        if not isinstance(value, dict):
            raise Blocked("the body is not the documented JSON")
        return value

    @property
    def error(self) -> Any:
        """The JSON that answers a refused request; Blocked without any."""
        self._needs_response()
        if self.accepted:
            raise Blocked(f"the request was accepted ({self.status})")
        return self.json

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The choices of an answer, at least one; Blocked without any."""
        listed = self.answer.get("choices")
        choices = listed if isinstance(listed, list) else []
        objects = [choice for choice in choices if isinstance(choice, dict)]
        if not objects:
            raise Blocked("the answer has no choices")
        return objects

    @property
    def usage(self) -> dict[str, int]:
        """The three counts of an answer's usage; Blocked if one is missing."""
        return counts(self.answer.get("usage"))

    @property
    def cap(self) -> int:
        """The cap on tokens that was sent, by either name; Blocked without one."""
        sent = self.request.fields
        cap = sent.get("max_completion_tokens", sent.get("max_tokens"))
        if not isinstance(cap, int):
            raise Blocked("no cap was sent: the model takes none")
        return cap

    @property
    def accepted_body(self) -> bytes:
        """The body that answers an accepted request; Blocked if it was refused."""
        self._needs_acceptance()
        return self.body

    @property
    def event_texts(self) -> list[tuple[str, str]]:
        """Each event of a stream but `[DONE]`: (where, its data).

        Blocked unless an accepted request was answered with a stream.
        """
        self._needs_acceptance()
        if not self.events and self.media_type == JSON:
            raise Blocked("the answer is not a stream")
        numbered = enumerate(self.events, 1)
        return [(f"event {n}", e.data) for n, e in numbered if e.data != DONE]

    @cached_property
    def payloads(self) -> tuple[tuple[str, Any], ...]:
        """Each event of a stream but `[DONE]`, as JSON: (where, value).

        Blocked if there is none, or if one is not JSON.
        """
        reason = "an event of the stream is not JSON"
        payloads = [
            (at, _json(d.encode("utf-8", "replace"), reason))
            for at, d in self.event_texts
        ]
        if not payloads:
            raise Blocked("the stream has no event with JSON")
        return tuple(payloads)

    @property
    def chunks(self) -> list[tuple[str, dict[str, Any]]]:
        """Each chunk before `[DONE]`, at least one: (where, object).

        Blocked if the stream holds anything else, such as an error.
        """
        data = [event.data for event in self.events]
        end = data.index(DONE) if DONE in data else len(data)
        chunks = list(self.payloads[:end])
        if not chunks:
            raise Blocked("nothing came before `[DONE]`")
        if not all(isinstance(chunk, dict) for _, chunk in chunks):
            raise Blocked("an event of the stream is not a JSON object")
        if any(chunk.get("error") for _, chunk in chunks):
            raise Blocked("the stream ended with an error")
        answer = self.stream_form.chunks(chunks)
        if not answer:
            raise Blocked("no chunk of an answer came")
        return answer

    def _needs_response(self) -> None:
        if not self.status:
            raise Blocked("no answer came")

    def _needs_acceptance(self) -> None:
        self._needs_response()
        if self.excuse:
            raise NotOffered(self.excuse)
        if not self.accepted:
            raise Blocked(f"the request was refused ({self.status})")


def _json(data: bytes, reason: str) -> Any:
    try:
        return parse_strict(data)
    except ValueError:
        raise Blocked(reason) from None


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
        polls = self.polls(step)
        if not polls:
            raise Blocked(self.observations.get(UNSENT, f"{step} was not sent"))
        return polls[-1]

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
