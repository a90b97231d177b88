"""Thoughts in chat answers, as faults change them."""

from collections.abc import Callable
from typing import Any

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.shapes import chat_stream, choices_of

# Keys of the message and of the delta.
KEYS = ("reasoning_content", "reasoning")


def thoughts_of(message: Object) -> str:
    """The thoughts in a message or in a delta; empty if there are none."""
    return "".join(str(message.get(name) or "") for name in KEYS)


def streamed_thoughts(event: SentEvent) -> str:
    """The thoughts that an event adds."""
    deltas = [choice.get("delta") or {} for choice in choices_of(event)]
    return "".join(map(thoughts_of, deltas))


def counted(counts: Object, reasoning: Json) -> Object:
    """The usage with another count of reasoning tokens."""
    details: dict[str, Any] = counts.get("completion_tokens_details") or {}
    details = {**details, "reasoning_tokens": reasoning}
    return {**counts, "completion_tokens_details": details}


def on_streamed_usage(
    call: Call, answer: Answer, change: Callable[[Object], Object]
) -> Answer:
    """The chat stream with its usage changed."""
    if not chat_stream(call, answer):
        return answer

    def changed(chunk: Object) -> Object:
        usage = chunk.get("usage")
        return {**chunk, "usage": change(usage)} if usage else chunk

    return answer.map_chunks(changed)
