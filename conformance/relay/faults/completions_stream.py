"""Faults of the streams of legacy completions."""

from dataclasses import replace

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    completions_stream,
    finishes,
    is_usage,
    on_choices,
    put,
)
from conformance.relay.tokens import usage


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


@fault(
    "cmpl-stream-object-wrong",
    caught_by="completions.stream.object",
    source="plausible",
)
def names_chunks_wrong(call: Call, answer: Answer) -> Answer:
    """Calls the chunks of a completion `chat.completion.chunk`."""
    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(put(object="chat.completion.chunk"))


@fault(
    "cmpl-stream-id-per-chunk",
    caught_by="completions.stream.one-id",
    source="plausible",
)
def changes_id(call: Call, answer: Answer) -> Answer:
    """Gives each chunk of a completion an id of its own."""
    if not completions_stream(call, answer):
        return answer
    return answer.with_events(
        replace(event, data={**event.data, "id": call.new_id("cmpl-", number)})
        if isinstance(event.data, dict)
        else event
        for number, event in enumerate(answer.events)
    )


@fault(
    "cmpl-stream-no-finish-reason",
    caught_by="completions.stream.finish-reason",
    source="plausible",
)
def never_finishes(call: Call, answer: Answer) -> Answer:
    """Drops the chunk with the finish reason of a completion."""
    if not completions_stream(call, answer):
        return answer
    return answer.map_events(lambda event: [] if finishes(event) else [event])


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
    "cmpl-stream-usage-ignored",
    caught_by="completions.stream.usage",
    source="plausible",
)
def leaves_usage_out(call: Call, answer: Answer) -> Answer:
    """Never sends the usage that was asked for in the stream of a completion."""
    if not completions_stream(call, answer):
        return answer
    return answer.map_events(lambda event: [] if is_usage(event) else [event])


@fault(
    "cmpl-stream-usage-unrequested",
    caught_by="completions.stream.no-unasked-usage",
    source="plausible",
)
def sends_usage_unasked(call: Call, answer: Answer) -> Answer:
    """Sends a chunk with a completion's usage that nobody asked for."""
    if not completions_stream(call, answer) or call.wants_usage:
        return answer
    *chunks, last = answer.events[:-1]
    if not isinstance(last.data, dict):
        return answer
    counted = {**last.data, "choices": [], "usage": usage(10, len(chunks))}
    return answer.with_events([*chunks, last, SentEvent(counted), SentEvent(DONE)])


@fault(
    "cmpl-stream-strips-leading-space",
    caught_by="completions.stream.equals-json",
    source="plausible",
)
def strips_spaces(call: Call, answer: Answer) -> Answer:
    """Strips the space before each piece of a completion."""

    def stripped(choice: Object) -> Object:
        return {**choice, "text": choice["text"].lstrip(" ")}

    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(stripped))
