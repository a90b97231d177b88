"""Faults of chat streams: their events, and how they end."""

from dataclasses import replace
from itertools import accumulate

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults._streams import broken_off, slowed
from conformance.relay.shapes import chat_stream, put
from conformance.relay.tokens import compact

# A deadline that streams of more than fifty events do not meet.
_STEP, _DEADLINE = 0.02, 1.0


@fault("stream-error-event", caught_by="chat.stream.no-error", source="plausible")
def breaks_chat_off(call: Call, answer: Answer) -> Answer:
    """Breaks a chat stream off with an error event."""
    return broken_off(answer) if chat_stream(call, answer) else answer


@fault(
    "stream-no-done",
    caught_by="chat.stream.done",
    source="ikawrakow/ik_llama.cpp#467",
)
def ends_without_done(call: Call, answer: Answer) -> Answer:
    """Ends a chat stream without the `[DONE]` event."""
    return answer.without_last_event() if chat_stream(call, answer) else answer


@fault(
    "stream-done-twice",
    caught_by="chat.stream.done-once",
    source="songquanpeng/one-api#1628",
)
def ends_twice(call: Call, answer: Answer) -> Answer:
    """Sends the `[DONE]` event of a chat stream twice."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events([*answer.events, SentEvent(DONE)])


@fault("stream-chunk-after-done", caught_by="chat.stream.done-last", source="plausible")
def goes_on_after_done(call: Call, answer: Answer) -> Answer:
    """Sends the last chunk of a chat stream once more after `[DONE]`."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events([*answer.events, answer.events[-2]])


@fault(
    "stream-events-not-separated",
    caught_by="chat.stream.json-events",
    source="ggml-org/llama.cpp#14268",
)
def runs_events_together(call: Call, answer: Answer) -> Answer:
    """Leaves out the empty line between the events of a chat stream."""
    return answer.with_style(gap=0) if chat_stream(call, answer) else answer


@fault(
    "stream-keepalive-as-data",
    caught_by="chat.stream.json-events",
    source="mnfst/llm-gateway#2053",
)
def wraps_keepalive_as_data(call: Call, answer: Answer) -> Answer:
    """Sends a keep-alive comment of a chat stream as data."""
    if not chat_stream(call, answer):
        return answer
    first, *rest = answer.events
    return answer.with_events([first, SentEvent(": keepalive"), *rest])


@fault(
    "stream-content-type-wrong",
    caught_by="chat.stream.content-type",
    source="ollama/ollama#8991",
)
def labels_stream_as_json(call: Call, answer: Answer) -> Answer:
    """Labels a chat stream as `application/json`."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_headers({"content-type": "application/json"})


@deaf_fault(
    "stream-true-ignored", caught_by="chat.stream.content-type", source="plausible"
)
def answers_without_stream(call: Call) -> Call:
    """Answers a chat request for a stream with one JSON document."""
    return call.without_fields("stream", "stream_options") if call.is_chat else call


@fault(
    "stream-fixed-deadline",
    caught_by="chat.stream.done",
    also=(
        "chat.stream.finish-reason",
        "chat.stream.equals-json",
    ),
    source="pydantic/logfire#1882",
)
def cuts_after_deadline(call: Call, answer: Answer) -> Answer:
    """Cuts a chat stream off when a fixed time has passed."""
    if not chat_stream(call, answer):
        return answer
    slow = slowed(answer, _STEP)
    reached = list(accumulate(event.delay for event in slow))
    if reached[-1] <= _DEADLINE:
        return answer
    kept = zip(slow, reached, strict=True)
    return answer.with_events(event for event, when in kept if when <= _DEADLINE)


@fault("stream-keepalive-null", caught_by="chat.stream.json-events", source="plausible")
def keeps_alive_with_null(call: Call, answer: Answer) -> Answer:
    """Begins a chat stream with an event whose data is `null`."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events([SentEvent(None), *answer.events])


@fault("stream-name-twice", caught_by="chat.stream.json-events", source="plausible")
def names_object_twice(call: Call, answer: Answer) -> Answer:
    """Writes the name `object` twice into each chunk of a chat stream."""
    return answer.map_events(_doubled) if chat_stream(call, answer) else answer


def _doubled(event: SentEvent) -> list[SentEvent]:
    if not isinstance(event.data, dict):
        return [event]
    named, rest = put(object=event.data["object"])({}), compact(event.data)
    return [replace(event, data=f"{compact(named)[:-1]},{rest[1:]}")]
