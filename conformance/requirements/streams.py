"""Reads streams for requirements on chat and on completions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from conformance import Blocked, Event, Exchange, Recording, Undecided, Violation
from conformance.requirements import chance
from conformance.requirements.reading import sent, whole

DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class ChunkChoice:
    """One choice of one chunk."""

    at: str
    index: int
    choice: dict[str, Any]
    carries_usage: bool


Text = Callable[[ChunkChoice], str]


def payloads(exchange: Exchange) -> tuple[tuple[str, Any], ...]:
    """Each payload before `[DONE]`, where clients stop; Blocked if one is no JSON."""
    found = _parsed(exchange)[: _before_done(exchange)]
    if not found:
        raise Blocked("nothing came before `[DONE]`")
    return found


def _parsed(exchange: Exchange) -> tuple[tuple[str, Any], ...]:
    """Each payload of the whole stream; Blocked if one is no JSON."""
    try:
        return exchange.payloads
    except Violation:
        raise Blocked("an event of the stream is not JSON") from None


def _before_done(exchange: Exchange) -> int:
    """How many events come before the first `[DONE]`."""
    data = [event.data for event in exchange.events]
    return data.index(DONE) if DONE in data else len(data)


def chunks(exchange: Exchange) -> list[tuple[str, dict[str, Any]]]:
    """Each chunk of a stream that ran without an error; Blocked otherwise."""
    found = [(at, value) for at, value in payloads(exchange) if isinstance(value, dict)]
    if len(found) < len(payloads(exchange)):
        raise Blocked("an event of the stream is not a JSON object")
    _refuse_errors(found)
    return found


def _refuse_errors(found: Iterable[tuple[str, Any]]) -> None:
    if any(isinstance(value, dict) and value.get("error") for _, value in found):
        raise Blocked("the stream ended with an error")


def events(exchange: Exchange) -> tuple[Event, ...]:
    """The events of a stream of JSON; Blocked if it is none."""
    _refuse_errors(_parsed(exchange))
    return exchange.events


def parts(exchange: Exchange) -> list[ChunkChoice]:
    """Each choice of each chunk; Blocked if one is not of the documented shape."""
    found = [part for at, chunk in chunks(exchange) for part in _parts(at, chunk)]
    if not found:
        raise Blocked("no chunk of the stream has a choice")
    return found


def _parts(at: str, chunk: dict[str, Any]) -> Iterator[ChunkChoice]:
    listed = chunk.get("choices")
    for choice in listed if isinstance(listed, list) else [None]:
        if not isinstance(choice, dict) or not whole(choice.get("index")):
            raise Blocked(f"{at} is no chunk of the documented shape")
        yield ChunkChoice(
            at, choice["index"], choice, isinstance(chunk.get("usage"), dict)
        )


def threads(exchange: Exchange) -> dict[int, list[ChunkChoice]]:
    """The parts of each choice; Blocked if the indexes are wrong."""
    found: dict[int, list[ChunkChoice]] = {}
    for part in parts(exchange):
        found.setdefault(part.index, []).append(part)
    if sorted(found) != list(range(wanted(exchange))):
        raise Blocked("the choices of the stream cannot be told apart")
    return found


def wanted(exchange: Exchange) -> int:
    """How many choices were asked for."""
    return int(sent(exchange).get("n") or 1)


def is_event_stream(exchange: Exchange) -> None:
    """Raise a Violation unless the answer is labelled as an event stream."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    if exchange.media_type != "text/event-stream":
        got = exchange.header("content-type")
        raise Violation("text/event-stream", got=got, at="Content-Type")


def is_json_throughout(exchange: Exchange) -> None:
    """Raise a Violation unless every event but `[DONE]` is a JSON object."""
    for at, value in exchange.payloads:
        if not isinstance(value, dict):
            raise Violation("a JSON object", got=value, at=at)


def has_no_error(exchange: Exchange) -> None:
    """Raise a Violation if an event of an accepted stream is an error."""
    for at, value in payloads(exchange):
        if isinstance(value, dict) and value.get("error"):
            raise Violation("a chunk", got=value, at=at)


def has_done(exchange: Exchange) -> None:
    """Raise a Violation unless `[DONE]` is among the events."""
    found = events(exchange)
    if all(event.data != DONE for event in found):
        raise Violation("`[DONE]`", got=found[-1].data, at="the last event")


def has_one_done(exchange: Exchange) -> None:
    """Raise a Violation if `[DONE]` came more than once."""
    found = sum(event.data == DONE for event in events(exchange))
    if not found:
        raise Blocked("no `[DONE]` came")
    if found > 1:
        raise Violation("`[DONE]` once", got=found, at="the end of the stream")


def ends_with_done(exchange: Exchange) -> None:
    """Raise a Violation if something other than `[DONE]` follows it."""
    data = [event.data for event in events(exchange)]
    if DONE not in data:
        raise Blocked("no `[DONE]` came")
    after = [text for text in data[data.index(DONE) :] if text != DONE]
    if after:
        raise Violation("nothing after `[DONE]`", got=after[0], at="the end")


def keeps(exchange: Exchange, name: str) -> None:
    """Raise a Violation unless a field is the same in all chunks with choices."""
    seen = [chunk.get(name) for _, chunk in chunks(exchange) if chunk.get("choices")]
    if not seen:
        raise Blocked("no chunk of the stream has a choice")
    different = list(dict.fromkeys(map(str, seen)))
    if len(different) > 1 or seen[0] in (None, ""):
        raise Violation(f"one `{name}`", got=different, at=f"/{name} of the chunks")


def has_object(exchange: Exchange, wanted: str) -> None:
    """Raise a Violation unless every chunk with choices names its object so."""
    for at, chunk in chunks(exchange):
        if chunk.get("choices") and chunk.get("object") != wanted:
            raise Violation(f'"{wanted}"', got=chunk.get("object"), at=f"{at} /object")


def has_indexes(exchange: Exchange) -> None:
    """Raise a Violation unless the choices are numbered from 0."""
    seen = sorted({part.index for part in parts(exchange)})
    expected = list(range(wanted(exchange)))
    if seen != expected:
        raise Violation(f"the indexes {expected}", got=seen, at="/choices/*/index")


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
    recording: Recording, json: Callable[[Exchange], str], text: Text
) -> None:
    """Raise a Violation unless a stream joins to the text that came as JSON.

    Space at the beginning is left aside: the two forms often differ there.
    """
    plain = [one for one in recording if not sent(one).get("stream")]
    once, *again = map(json, plain)
    if any(one != once for one in again):
        raise Undecided("the target does not reproduce itself at temperature 0")
    if not once.strip():
        raise Undecided("the answer is empty")
    if any(stop in once for stop in sent(plain[0]).get("stop") or ()):
        raise Blocked("the stop text was not kept")
    streamed = [
        (one.step, joined(one, text).lstrip())
        for one in recording
        if sent(one).get("stream")
    ]
    chance.are(once.lstrip(), streamed, f"the text {once!r}", "the joined stream")


def usages(exchange: Exchange) -> list[tuple[str, dict[str, Any]]]:
    """The usage objects of a stream, with where they came."""
    every = [(at, chunk.get("usage")) for at, chunk in chunks(exchange)]
    return [(at, found) for at, found in every if isinstance(found, dict)]


def last_usage(exchange: Exchange) -> dict[str, Any]:
    """The last usage of a stream; Blocked if none came."""
    found = usages(exchange)
    if not found:
        raise Blocked("no usage came")
    return found[-1][1]
