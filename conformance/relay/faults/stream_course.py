"""Faults of chat streams: usage, errors, and what has to stay the same."""

from dataclasses import replace

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    chat_stream,
    completions_stream,
    is_usage,
    on_deltas,
    on_items,
    on_key,
    put,
)

_FAILED: Object = {
    "error": {
        "message": "The upstream failed.",
        "type": "server_error",
        "param": None,
        "code": None,
    }
}


def _broken_off(answer: Answer) -> Answer:
    """The stream with an error in the place of all but two chunks."""
    return answer.with_events([*answer.events[:2], SentEvent(_FAILED), SentEvent(DONE)])


@fault("stream-error-event", caught_by="chat.stream.no-error", source="plausible")
def breaks_chat_off(call: Call, answer: Answer) -> Answer:
    """Breaks a chat stream off with an error event."""
    return _broken_off(answer) if chat_stream(call, answer) else answer


@fault(
    "cmpl-stream-error-event",
    caught_by="completions.stream.no-error",
    source="plausible",
)
def breaks_completion_off(call: Call, answer: Answer) -> Answer:
    """Breaks the stream of a completion off with an error event."""
    return _broken_off(answer) if completions_stream(call, answer) else answer


@fault("stream-usage-sum", caught_by="chat.stream.usage-adds-up", source="plausible")
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total of a chat stream."""

    def short(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["completion_tokens"]}

    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_key("usage", short))


@fault("stream-usage-twice", caught_by="chat.stream.usage-chunk", source="plausible")
def counts_twice(call: Call, answer: Answer) -> Answer:
    """Sends the usage chunk of a chat stream twice."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_events(
        lambda event: [event, event] if is_usage(event) else [event]
    )


@fault("stream-model-varies", caught_by="chat.stream.model", source="plausible")
def changes_model(call: Call, answer: Answer) -> Answer:
    """Names another model in the first chunk of a chat stream than in the others."""
    first, *rest = answer.events or (SentEvent(DONE),)
    if not chat_stream(call, answer) or not isinstance(first.data, dict):
        return answer
    renamed = replace(first, data={**first.data, "model": "router"})
    return answer.with_events([renamed, *rest])


@fault(
    "tool-first-piece-untyped",
    caught_by="chat.stream.tools.first-piece",
    source="plausible",
)
def leaves_type_out(call: Call, answer: Answer) -> Answer:
    """Streams tool calls whose first piece has no type."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_deltas(on_items("tool_calls", put(type=None))))
