"""Completions: the events of a stream (source: openai/streaming#events)."""

from conformance import MUST, SHOULD, Exchange, requirement
from conformance.requirements import stream_events

SOURCE = "openai/streaming#events"
STREAMS = "completions/stream*"


@requirement(
    "completions.stream.content-type",
    MUST,
    on=STREAMS,
    source="html/sse#content-type",
    breaks="Clients choose how to read a body by its label, and fail on others.",
    fix="Send `Content-Type: text/event-stream` when `stream` is true.",
)
def test_stream_is_labelled(exchange: Exchange) -> None:
    """A streamed answer is labelled as an event stream."""
    stream_events.is_event_stream(exchange)


@requirement(
    "completions.stream.json-events",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients parse each event as JSON and fail on anything else.",
    fix="End each event with an empty line, and send keep-alives as comments.",
)
def test_events_are_json(exchange: Exchange) -> None:
    """Each event but `[DONE]` is one JSON object."""
    stream_events.is_json_throughout(exchange)


@requirement(
    "completions.stream.no-error",
    MUST,
    on=STREAMS,
    source="openai/errors#not-in-200",
    breaks="Clients raise an error, or take a text that was cut off for a whole one.",
    fix="Find out why the upstream failed; refuse before the first event if you can.",
)
def test_stream_carries_no_error(exchange: Exchange) -> None:
    """A stream runs to its end without an error."""
    stream_events.has_no_error(exchange)


@requirement(
    "completions.stream.done",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients wait for more, or report a stream that was cut off.",
    fix="Send `data: [DONE]` with an empty line after it as the last event.",
)
def test_stream_ends_with_done(exchange: Exchange) -> None:
    """A stream has the `[DONE]` event."""
    stream_events.has_done(exchange)


@requirement(
    "completions.stream.done-last",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients have stopped reading and silently miss what follows.",
    fix="Send usage and everything else before `[DONE]`.",
)
def test_nothing_follows_done(exchange: Exchange) -> None:
    """Nothing follows the `[DONE]` event."""
    stream_events.ends_with_done(exchange)


@requirement(
    "completions.stream.done-once",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    fix="Send your own `[DONE]` or the upstream's, not both.",
)
def test_done_comes_once(exchange: Exchange) -> None:
    """The `[DONE]` event comes once."""
    stream_events.has_one_done(exchange)
