"""Faults of completion streams: their chunks."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    choices_of,
    completions_stream,
    drop,
    finishes,
    on_choices,
    put,
)


@fault(
    "cmpl-stream-delta-shape",
    caught_by="completions.stream.chunk",
    also=("completions.stream.object",),
    source="qualcomm/GenieX#66",
)
def streams_deltas(call: Call, answer: Answer) -> Answer:
    """Streams a legacy completion in the form of chat chunks."""

    def reshaped(choice: Object) -> Object:
        return {**drop("text")(choice), "delta": {"content": choice["text"]}}

    if not call.is_completions:
        return answer
    named = answer.map_chunks(put(object="text_completion.chunk"))
    return named.map_chunks(on_choices(reshaped))


@fault(
    "cmpl-stream-finish-everywhere",
    caught_by="completions.stream.finish-last",
    source="plausible",
)
def finishes_all_along(call: Call, answer: Answer) -> Answer:
    """Says `stop` in every chunk of a completion's stream."""
    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(put(finish_reason="stop")))


@fault(
    "cmpl-stream-finish-empty",
    caught_by="completions.stream.finish-values",
    source="plausible",
)
def leaves_finish_empty(call: Call, answer: Answer) -> Answer:
    """Says an empty text where a chunk of a completion has no finish reason."""

    def emptied(choice: Object) -> Object:
        return {**choice, "finish_reason": choice["finish_reason"] or ""}

    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(emptied))


def _with_first(answer: Answer, changes: Object) -> Answer:
    """The stream with its first chunk changed, where it is one."""
    first, *rest = answer.events
    if not choices_of(first) or not isinstance(first.data, dict):
        return answer
    changed = replace(first, data={**first.data, **changes})
    return answer.with_events([changed, *rest])


@fault(
    "cmpl-stream-created-varies",
    caught_by="completions.stream.created",
    source="plausible",
)
def reads_clock_again(call: Call, answer: Answer) -> Answer:
    """Gives another time in the first chunk of a completion than in the others."""
    if not completions_stream(call, answer):
        return answer
    return _with_first(answer, {"created": int(call.received) - 1})


@fault(
    "cmpl-stream-model-varies",
    caught_by="completions.stream.model",
    source="plausible",
)
def changes_model(call: Call, answer: Answer) -> Answer:
    """Names another model in the first chunk of a completion than in the others."""
    if not completions_stream(call, answer):
        return answer
    return _with_first(answer, {"model": "router"})


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


@fault(
    "cmpl-stream-index-from-one",
    caught_by="completions.stream.indexes",
    source="plausible",
)
def numbers_from_one(call: Call, answer: Answer) -> Answer:
    """Numbers the choices of a completion's stream from 1."""
    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(put(index=1)))
