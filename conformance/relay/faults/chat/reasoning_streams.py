"""Faults of chat streams: what follows the thinking of a model."""

from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._thoughts import (
    counted,
    on_streamed_usage,
    streamed_thoughts,
)
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    chat_stream,
    content_of,
    on_deltas,
    put,
)


@fault(
    "reason-answer-in-reasoning-streamed",
    caught_by="chat.reasoning.stream.answer",
    also=("chat.stream.equals-json",),
    source="plausible",
    model="thinker-vllm",
)
def streams_the_answer_as_thoughts(call: Call, answer: Answer) -> Answer:
    """Streams the answer as the end of the reasoning, and no content."""
    if not _thinks(call, answer):
        return answer

    def swallowed(delta: Object) -> Object:
        text = delta.get("content")
        return {"reasoning": text} if text else delta

    return answer.map_chunks(on_deltas(swallowed))


@fault(
    "reason-copied-to-content-streamed",
    caught_by="chat.reasoning.stream.apart",
    also=("chat.stream.equals-json",),
    source="plausible",
    model="thinker-vllm",
)
def streams_thoughts_twice(call: Call, answer: Answer) -> Answer:
    """Sends each piece of the reasoning as content, too."""
    if not _thinks(call, answer):
        return answer

    def repeated(delta: Object) -> Object:
        thoughts = delta.get("reasoning")
        return {**delta, "content": thoughts} if thoughts else delta

    return answer.map_chunks(on_deltas(repeated))


@fault(
    "reason-tags-leak-streamed",
    caught_by="chat.reasoning.stream.tags",
    also=("chat.stream.equals-json",),
    source="plausible",
    model="thinker-vllm",
)
def leaks_a_split_tag(call: Call, answer: Answer) -> Answer:
    """Misses the tag that closes the reasoning where two pieces share it."""
    if not _thinks(call, answer):
        return answer
    last = [event for event in answer.events if streamed_thoughts(event)][-1]

    def followed(event: SentEvent) -> list[SentEvent]:
        return [event, *(_says(last, tag) for tag in ("</th", "ink>"))]

    return answer.map_events(lambda e: followed(e) if e is last else [e])


@fault(
    "reason-tokens-zero-streamed",
    caught_by="chat.reasoning.stream.counted",
    source="plausible",
    model="thinker-deepseek",
)
def counts_no_streamed_thoughts(call: Call, answer: Answer) -> Answer:
    """Streams the reasoning, and says that it cost 0 tokens."""
    return on_streamed_usage(call, answer, lambda usage: counted(usage, 0))


@fault(
    "reason-tokens-beside-streamed",
    caught_by="chat.reasoning.stream.tokens",
    source="plausible",
    model="thinker-5",
)
def counts_streamed_thoughts_twice(call: Call, answer: Answer) -> Answer:
    """Counts more reasoning tokens than completion tokens in a stream."""
    return on_streamed_usage(
        call, answer, lambda usage: counted(usage, usage["completion_tokens"] + 7)
    )


def _thinks(call: Call, answer: Answer) -> bool:
    """Whether this is a stream that shows thoughts and an answer."""
    texts = (streamed_thoughts, content_of)
    return chat_stream(call, answer) and all(
        any(map(text, answer.events)) for text in texts
    )


def _says(event: SentEvent, text: str) -> SentEvent:
    """The event with this text as its only delta."""
    assert isinstance(event.data, dict)
    chunk = on_deltas(lambda _: put(content=text)({}))(event.data)
    return replace(event, data=chunk)
