"""Faults of completion streams: their events, and how they end."""

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._streams import broken_off
from conformance.relay.shapes import completions_stream


@fault(
    "cmpl-stream-done-twice",
    caught_by="completions.stream.done-once",
    source="plausible",
)
def says_done_twice(call: Call, answer: Answer) -> Answer:
    """Ends the stream of a completion twice."""
    if not completions_stream(call, answer):
        return answer
    return answer.with_events([*answer.events, SentEvent(DONE)])


@fault(
    "cmpl-stream-content-type-wrong",
    caught_by="completions.stream.content-type",
    source="plausible",
)
def labels_as_json(call: Call, answer: Answer) -> Answer:
    """Labels the stream of a completion as `application/json`."""
    if not completions_stream(call, answer):
        return answer
    return answer.with_headers({"content-type": "application/json"})


@fault(
    "cmpl-stream-keepalive-as-data",
    caught_by="completions.stream.json-events",
    source="plausible",
)
def wraps_keepalive_as_data(call: Call, answer: Answer) -> Answer:
    """Sends a keep-alive comment of a completion's stream as data."""
    if not completions_stream(call, answer):
        return answer
    first, *rest = answer.events
    return answer.with_events([first, SentEvent(": keepalive"), *rest])


@fault("cmpl-stream-no-done", caught_by="completions.stream.done", source="plausible")
def ends_without_done(call: Call, answer: Answer) -> Answer:
    """Ends the stream of a completion without the `[DONE]` event."""
    return answer.without_last_event() if completions_stream(call, answer) else answer


@fault(
    "cmpl-stream-chunk-after-done",
    caught_by="completions.stream.done-last",
    source="plausible",
)
def goes_on_after_done(call: Call, answer: Answer) -> Answer:
    """Sends the last chunk of a completion once more after `[DONE]`."""
    if not completions_stream(call, answer):
        return answer
    return answer.with_events([*answer.events, answer.events[-2]])


@fault(
    "cmpl-stream-error-event",
    caught_by="completions.stream.no-error",
    source="plausible",
)
def breaks_completion_off(call: Call, answer: Answer) -> Answer:
    """Breaks the stream of a completion off with an error event."""
    return broken_off(answer) if completions_stream(call, answer) else answer
