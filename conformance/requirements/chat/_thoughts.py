"""Reads an answer and the thinking before it, as JSON and as a stream alike."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from conformance import Blocked, Exchange, NotOffered, Recording, Undecided
from conformance.core.refusal import is_refused
from conformance.core.thinking import (
    counted_in,
    hidden_in,
    thought_places,
    thoughts,
    visible_text,
)
from conformance.requirements import streams
from conformance.requirements.chat._cases import delta, message

MANNER = "chat/manner"
WAYS = "chat/reasoning-ways"


@dataclass(frozen=True, slots=True)
class Answer:
    """The first choice of an answer, in one piece however it came."""

    message: dict[str, Any]
    finish: object
    usage: Mapping[str, Any] | None
    # The fields in which the contract shows reasoning, as far as it names any.
    fields: tuple[str, ...] = ()

    @property
    def shown(self) -> dict[str, str]:
        """The reasoning in fields of its own, by their names."""
        return thoughts(self.message, self.fields)

    @property
    def places(self) -> frozenset[str]:
        """The keys of the message that show reasoning."""
        return thought_places(self.message, self.fields)

    @property
    def content(self) -> str:
        """The content as it came; empty if it is null; Blocked if it is no text."""
        content = self.message.get("content") or ""
        if not isinstance(content, str):
            raise Blocked("the content is not a text")
        return content

    @property
    def visible(self) -> str:
        """What a reader takes for the answer."""
        return visible_text(self.message).strip()

    @property
    def counted(self) -> int | None:
        """The reasoning tokens as usage counts them; None if it does not."""
        return counted_in(self.usage)

    @property
    def thinks(self) -> bool:
        """Whether it shows reasoning, or cost tokens that are not to be seen."""
        return hidden_in(self.message, self.usage) > 0

    @property
    def has_other_parts(self) -> bool:
        """Whether something else than a text may be the answer."""
        names = ("tool_calls", "function_call", "refusal", "audio", "images")
        return any(self.message.get(name) for name in names)


def answer(exchange: Exchange) -> Answer:
    """The first choice of an answer; Blocked without one."""
    fields = exchange.thought_fields
    if not streams.is_streamed(exchange):
        choice, usage = exchange.choices[0], exchange.answer.get("usage")
        counts = usage if isinstance(usage, dict) else None
        return Answer(message(choice), choice.get("finish_reason"), counts, fields)
    pieces: dict[str, list[Any]] = {}
    thread = streams.threads(exchange)[0]
    for part in thread:
        for name, piece in delta(part).items():
            pieces.setdefault(name, []).extend([] if piece is None else [piece])
    joined = {name: _joined(some) for name, some in pieces.items() if some}
    ends = [part.choice.get("finish_reason") for part in thread]
    usages = streams.usages(exchange)
    finish = next((end for end in ends if end), None)
    return Answer(joined, finish, usages[-1] if usages else None, fields)


def _joined(pieces: list[Any]) -> Any:
    """What the pieces of one key make: a text, a list, or else the last of them."""
    if all(isinstance(piece, str) for piece in pieces):
        return "".join(pieces)
    if all(isinstance(piece, str | list) for piece in pieces):
        return list(chain.from_iterable(map(_parts, pieces)))
    return pieces[-1]


def _parts(piece: Any) -> list[Any]:
    """A piece as a list of parts, where others of its key came as such a list."""
    return [{"type": "text", "text": piece}] if isinstance(piece, str) else piece


def as_json(recording: Recording) -> list[Exchange]:
    """The exchanges that asked for JSON; NotOffered if the model takes none such."""
    return _taken(recording, streamed=False)


def as_stream(recording: Recording) -> list[Exchange]:
    """The exchanges that asked for a stream; NotOffered if the model takes none."""
    return _taken(recording, streamed=True)


def _taken(recording: Recording, *, streamed: bool) -> list[Exchange]:
    asked = [e for e in recording if streams.is_streamed(e) is streamed]
    taken = [exchange for exchange in asked if not is_refused(exchange)]
    if asked and not taken and len(recording.exchanges) > 1:
        raise NotOffered(f"the model does not take it ({asked[0].status})")
    return taken or asked


def each(exchanges: Iterable[Exchange], judge: Callable[[Exchange], None]) -> None:
    """Judge several exchanges; raise what keeps all of them from being judged."""
    obstacles: list[Blocked | NotOffered | Undecided] = []
    judged = False
    for exchange in exchanges:
        try:
            judge(exchange)
        except (Blocked, NotOffered, Undecided) as obstacle:
            obstacles.append(obstacle)
        else:
            judged = True
    if not judged:
        raise obstacles[0] if obstacles else Blocked("nothing was asked in this way")
