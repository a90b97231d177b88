"""Faults of chat streams: thinking that JSON answers show otherwise."""

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._thoughts import (
    counted,
    on_streamed_usage,
    streamed_thoughts,
)
from conformance.relay.json_text import Object
from conformance.relay.shapes import chat_stream, content_of, drop, on_deltas
from conformance.relay.thinking.signing import DETAILS


@fault(
    "reason-mode-differs-by-stream",
    caught_by="chat.reasoning.mode",
    source="QuantumNous/new-api#1109",
    model="thinker-vllm",
)
def streams_without_thinking(call: Call, answer: Answer) -> Answer:
    """Switches the thinking off for streams."""

    def less(usage: Object) -> Object:
        spent = usage["completion_tokens_details"]["reasoning_tokens"] or 0
        rest = {
            name: usage[name] - spent for name in ("completion_tokens", "total_tokens")
        }
        return counted({**usage, **rest}, 0)

    return on_streamed_usage(call, _without_thoughts(call, answer), less)


@fault(
    "reason-text-lost-in-stream",
    caught_by="chat.reasoning.stream.shown",
    source="rogerai-fyi/roger#70",
    model="thinker-vllm",
)
def loses_streamed_thoughts(call: Call, answer: Answer) -> Answer:
    """Drops the deltas of the reasoning from a stream."""
    return _without_thoughts(call, answer)


@fault(
    "reason-renamed-in-stream",
    caught_by="chat.reasoning.stream.place",
    source="plausible",
    model="thinker-vllm",
)
def renames_streamed_thoughts(call: Call, answer: Answer) -> Answer:
    """Streams the reasoning under another name than that in a message."""
    if not chat_stream(call, answer):
        return answer

    def renamed(delta: Object) -> Object:
        if "reasoning" not in delta:
            return delta
        return {"reasoning_content": delta["reasoning"]}

    return answer.map_chunks(on_deltas(renamed))


@fault(
    "reason-after-content",
    caught_by="chat.reasoning.stream.order",
    source="plausible",
    model="thinker-deepseek",
)
def streams_thoughts_last(call: Call, answer: Answer) -> Answer:
    """Sends the reasoning of a stream when the content is complete."""
    if not chat_stream(call, answer):
        return answer
    thoughts = [event for event in answer.events if streamed_thoughts(event)]
    spoken = [event for event in answer.events if content_of(event)]
    if not thoughts or not spoken:
        return answer

    def moved(event: SentEvent) -> list[SentEvent]:
        if event is spoken[-1]:
            return [event, *thoughts]
        return [] if streamed_thoughts(event) else [event]

    return answer.map_events(moved)


@fault(
    "reason-signature-lost",
    caught_by="chat.reasoning.stream.details",
    source="BerriAI/litellm#38907",
    model="thinker-signed",
)
def loses_signed_parts(call: Call, answer: Answer) -> Answer:
    """Drops the signed parts of the reasoning from a stream, and keeps their text."""
    return answer.map_chunks(on_deltas(drop(DETAILS))) if call.is_chat else answer


def _without_thoughts(call: Call, answer: Answer) -> Answer:
    if not chat_stream(call, answer):
        return answer
    return answer.map_events(lambda e: [] if streamed_thoughts(e) else [e])
