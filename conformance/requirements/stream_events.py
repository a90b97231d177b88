"""Judges the events of streams for requirements on chat and on completions."""

from conformance import (
    DONE,
    Blocked,
    Event,
    Exchange,
    Verbatim,
    Violation,
    judges_exchange,
)
from conformance.requirements.reading import header_of
from conformance.requirements.strict import strict_payloads


def events(exchange: Exchange) -> tuple[Event, ...]:
    """The events of a stream of JSON without an error; Blocked if it is none."""
    if any(_is_error(value) for _, value in exchange.payloads):
        raise Blocked("the stream ended with an error")
    return exchange.events


def _is_error(value: object) -> bool:
    return isinstance(value, dict) and bool(value.get("error"))


@judges_exchange
def is_event_stream(exchange: Exchange) -> None:
    """Raise a Violation unless the answer is labelled as an event stream."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    if exchange.media_type != "text/event-stream":
        got = header_of(exchange, "content-type")
        kind = "label" if exchange.events else "no-stream"
        raise Violation("text/event-stream", got, "Content-Type", kind=kind)


@judges_exchange
def is_json_throughout(exchange: Exchange) -> None:
    """Raise a Violation unless every event but `[DONE]` is a JSON object."""
    for at, value in strict_payloads(exchange):
        if not isinstance(value, dict):
            raise Violation("a JSON object", value, at, kind="not-an-object")


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
        raise Violation("`[DONE]`", Verbatim(data[-1]), at="the last event")


@judges_exchange
def has_one_done(exchange: Exchange) -> None:
    """Raise a Violation if `[DONE]` came more than once."""
    times = sum(event.data == DONE for event in events(exchange))
    if not times:
        raise Blocked("no `[DONE]` came")
    if times > 1:
        got = Verbatim(f"{times} times")
        raise Violation("`[DONE]` once", got, at="the end of the stream")


@judges_exchange
def ends_with_done(exchange: Exchange) -> None:
    """Raise a Violation if something other than `[DONE]` follows it."""
    data = [event.data for event in events(exchange)]
    if DONE not in data:
        raise Blocked("no `[DONE]` came")
    after = [text for text in data[data.index(DONE) :] if text != DONE]
    if after:
        at = "the event after `[DONE]`"
        raise Violation("nothing after `[DONE]`", Verbatim(after[0]), at)
