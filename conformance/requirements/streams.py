"""Reads streams for requirements on chat and on completions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from conformance import (
    DONE,
    Blocked,
    Event,
    Exchange,
    Recording,
    Undecided,
    Violation,
    judges_exchange,
)
from conformance.requirements import chance
from conformance.requirements.reading import whole
from conformance.requirements.strict import strict_payloads


@dataclass(frozen=True, slots=True)
class ChunkChoice:
    """One choice of one chunk."""

    at: str
    index: int
    choice: dict[str, Any]
    carries_usage: bool


Text = Callable[[ChunkChoice], str]


def events(exchange: Exchange) -> tuple[Event, ...]:
    """The events of a stream of JSON without an error; Blocked if it is none."""
    if any(_is_error(value) for _, value in exchange.payloads):
        raise Blocked("the stream ended with an error")
    return exchange.events


def _is_error(value: object) -> bool:
    return isinstance(value, dict) and bool(value.get("error"))


def parts(exchange: Exchange) -> list[ChunkChoice]:
    """Each choice of each chunk; Blocked if one is not of the documented shape."""
    choices = [part for at, chunk in exchange.chunks for part in _parts(at, chunk)]
    if not choices:
        raise Blocked("no chunk of the stream has a choice")
    return choices


def _parts(at: str, chunk: dict[str, Any]) -> Iterator[ChunkChoice]:
    listed = chunk.get("choices")
    for choice in listed if isinstance(listed, list) else [None]:
        if not isinstance(choice, dict) or not whole(choice.get("index")):
            raise Blocked(f"{at} is not a chunk of the documented shape")
        yield ChunkChoice(
            at, choice["index"], choice, isinstance(chunk.get("usage"), dict)
        )


def threads(exchange: Exchange) -> dict[int, list[ChunkChoice]]:
    """The parts of each choice; Blocked if the indexes are wrong."""
    threads: dict[int, list[ChunkChoice]] = {}
    for part in parts(exchange):
        threads.setdefault(part.index, []).append(part)
    if sorted(threads) != list(range(_count(exchange))):
        raise Blocked("the choices of the stream cannot be told apart")
    return threads


def _count(exchange: Exchange) -> int:
    """How many choices were asked for."""
    return int(exchange.request.fields.get("n") or 1)


@judges_exchange
def is_event_stream(exchange: Exchange) -> None:
    """Raise a Violation unless the answer is labelled as an event stream."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    if exchange.media_type != "text/event-stream":
        got = exchange.header("content-type")
        raise Violation("text/event-stream", got=got, at="Content-Type")


@judges_exchange
def is_json_throughout(exchange: Exchange) -> None:
    """Raise a Violation unless every event but `[DONE]` is a JSON object."""
    for at, value in strict_payloads(exchange):
        if not isinstance(value, dict):
            raise Violation("a JSON object", got=value, at=at)


@judges_exchange
def has_no_error(exchange: Exchange) -> None:
    """Raise a Violation if an event of an accepted stream is an error."""
    payloads = exchange.payloads[: _before_done(exchange)]
    if not payloads:
        raise Blocked("nothing came before `[DONE]`")
    for at, value in payloads:
        if _is_error(value):
            raise Violation("a chunk", got=value, at=at)


def _before_done(exchange: Exchange) -> int:
    """How many events come before the first `[DONE]`, where clients stop."""
    data = [event.data for event in exchange.events]
    return data.index(DONE) if DONE in data else len(data)


@judges_exchange
def has_done(exchange: Exchange) -> None:
    """Raise a Violation unless `[DONE]` is among the events."""
    data = [event.data for event in events(exchange)]
    if DONE not in data:
        raise Violation("`[DONE]`", got=data[-1], at="the last event")


@judges_exchange
def has_one_done(exchange: Exchange) -> None:
    """Raise a Violation if `[DONE]` came more than once."""
    times = sum(event.data == DONE for event in events(exchange))
    if not times:
        raise Blocked("no `[DONE]` came")
    if times > 1:
        raise Violation("`[DONE]` once", got=times, at="the end of the stream")


@judges_exchange
def ends_with_done(exchange: Exchange) -> None:
    """Raise a Violation if something other than `[DONE]` follows it."""
    data = [event.data for event in events(exchange)]
    if DONE not in data:
        raise Blocked("no `[DONE]` came")
    after = [text for text in data[data.index(DONE) :] if text != DONE]
    if after:
        raise Violation("nothing after `[DONE]`", got=after[0], at="the end")


@judges_exchange
def keeps(exchange: Exchange, name: str) -> None:
    """Raise a Violation unless a field is the same in all chunks with choices."""
    seen = [chunk.get(name) for _, chunk in exchange.chunks if chunk.get("choices")]
    if not seen:
        raise Blocked("no chunk of the stream has a choice")
    different = list(dict.fromkeys(map(str, seen)))
    if len(different) > 1 or seen[0] in (None, ""):
        raise Violation(f"one `{name}`", got=different, at=f"/{name} of the chunks")


@judges_exchange
def has_object(exchange: Exchange, name: str) -> None:
    """Raise a Violation unless every chunk with choices names its object so."""
    for at, chunk in exchange.chunks:
        if chunk.get("choices") and chunk.get("object") != name:
            raise Violation(f'"{name}"', got=chunk.get("object"), at=f"{at} /object")


@judges_exchange
def has_indexes(exchange: Exchange) -> None:
    """Raise a Violation unless the choices are numbered from 0."""
    seen = sorted({part.index for part in parts(exchange)})
    expected = list(range(_count(exchange)))
    if seen != expected:
        raise Violation(f"the indexes {expected}", got=seen, at="/choices/*/index")


@judges_exchange
def finishes(exchange: Exchange, text: Text) -> None:
    """Raise a Violation unless each choice ends with exactly one finish reason."""
    for index, thread in threads(exchange).items():
        ends = _ends(thread)
        if not ends:
            raise Violation("a finish reason", at=f"the chunks of choice {index}")
        if any(text(part) for part in thread[ends[0] + 1 :]):
            raise Blocked("text follows a finish reason")
        again = [thread[end] for end in ends[1:] if not thread[end].carries_usage]
        if again:
            raise Violation("one finish reason", got=again[0].choice, at=again[0].at)


@judges_exchange
def finishes_last(exchange: Exchange, text: Text) -> None:
    """Raise a Violation if text follows a finish reason of its choice."""
    for thread in threads(exchange).values():
        ends = _ends(thread)
        if not ends:
            raise Blocked("a choice has no finish reason")
        for part in thread[ends[0] + 1 :]:
            if text(part):
                raise Violation("no text after it finished", part.choice, part.at)


def _ends(thread: list[ChunkChoice]) -> list[int]:
    """The places of the parts with a finish reason; `""` is none."""
    return [n for n, part in enumerate(thread) if part.choice.get("finish_reason")]


@judges_exchange
def has_finish_values(exchange: Exchange, allowed: tuple[str, ...]) -> None:
    """Raise a Violation if a finish reason is neither null nor documented."""
    for part in parts(exchange):
        reason = part.choice.get("finish_reason")
        if reason is not None and reason not in allowed:
            raise Violation(f"null or one of {', '.join(allowed)}", reason, part.at)


def joined(exchange: Exchange, text: Text) -> str:
    """The text of the first choice of a stream."""
    return "".join(text(part) for part in threads(exchange)[0])


def is_same_text(
    recording: Recording, text: Callable[[Exchange], str], piece: Text
) -> None:
    """Raise a Violation unless a stream joins to the text that came as JSON.

    Space at the beginning is left aside: the two forms often differ there.
    """
    plain = [e for e in recording if not is_streamed(e)]
    once, *again = map(text, plain)
    if any(other != once for other in again):
        raise Undecided("the target does not reproduce itself at temperature 0")
    if not once.strip():
        raise Undecided("the answer is empty")
    if any(stop in once for stop in plain[0].request.fields.get("stop") or ()):
        raise Blocked("the stop text was not kept")
    streamed = [(e, joined(e, piece).lstrip()) for e in recording if is_streamed(e)]
    chance.texts_are(once.lstrip(), streamed, "the joined stream")


def is_streamed(exchange: Exchange) -> bool:
    """Whether a stream was asked for."""
    return bool(exchange.request.fields.get("stream"))


def usages(exchange: Exchange) -> list[dict[str, Any]]:
    """The usage objects of a stream."""
    values = [chunk.get("usage") for _, chunk in exchange.chunks]
    return [usage for usage in values if isinstance(usage, dict)]


def last_usage(exchange: Exchange) -> dict[str, Any]:
    """The last usage of a stream; Blocked if none came."""
    if not usages(exchange):
        raise Blocked("no usage came")
    return usages(exchange)[-1]
