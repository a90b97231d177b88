"""Faults of chat streams: tool calls."""

from collections import defaultdict
from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    chat_stream,
    choices_of,
    drop,
    finishes,
    on_deltas,
    on_items,
    on_key,
    put,
)


@fault(
    "tool-stream-args-lost",
    caught_by="chat.stream.tools.equals-json",
    source="plausible",
)
def loses_streamed_arguments(call: Call, answer: Answer) -> Answer:
    """Streams tool calls with empty arguments."""
    return _with_arguments(call, answer, "{}")


def _with_arguments(call: Call, answer: Answer, text: str) -> Answer:
    """The chat stream with this text for the arguments of each call."""
    if not chat_stream(call, answer):
        return answer

    def replaced(function: Object) -> Object:
        # The first piece has the name; the text in it stands for all the rest.
        return {**function, "arguments": text if "name" in function else ""}

    each = on_items("tool_calls", on_key("function", replaced))
    return answer.map_chunks(on_deltas(each))


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


@fault(
    "tool-delta-index-missing",
    caught_by="chat.stream.tools.index",
    source="ollama/ollama#7881",
)
def leaves_index_out(call: Call, answer: Answer) -> Answer:
    """Streams tool calls without their index."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_deltas(on_items("tool_calls", drop("index"))))


@fault(
    "tool-parallel-index-zero",
    caught_by="chat.stream.tools.arguments",
    source="ai-dynamo/dynamo#4723",
)
def numbers_all_calls_zero(call: Call, answer: Answer) -> Answer:
    """Streams parallel tool calls under the same index."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_deltas(on_items("tool_calls", put(index=0))))


@fault(
    "tool-args-duplicated-chunk",
    caught_by="chat.stream.tools.arguments",
    source="lidge-jun/opencodex#361",
)
def repeats_arguments(call: Call, answer: Answer) -> Answer:
    """Streams the arguments once more as a whole after their fragments."""
    if not chat_stream(call, answer):
        return answer
    texts = _arguments(answer)
    return answer.map_events(lambda event: [*_repeated(event, texts), event])


def _arguments(answer: Answer) -> dict[tuple[int, int], str]:
    """The whole arguments, by choice and by call."""
    texts: defaultdict[tuple[int, int], str] = defaultdict(str)
    for event in answer.events:
        for choice in choices_of(event):
            for fragment in choice["delta"].get("tool_calls") or []:
                place = (choice["index"], fragment["index"])
                texts[place] += fragment["function"].get("arguments", "")
    return texts


def _repeated(event: SentEvent, texts: dict[tuple[int, int], str]) -> list[SentEvent]:
    if not finishes(event) or not isinstance(event.data, dict):
        return []
    choice = choices_of(event)[0]
    fragments = [
        {"index": place, "function": {"arguments": text}}
        for (index, place), text in texts.items()
        if index == choice["index"]
    ]
    said = {**choice, "delta": {"tool_calls": fragments}, "finish_reason": None}
    data = {**event.data, "choices": [said]}
    return [replace(event, data=data)] if fragments else []


@fault(
    "tool-stream-args-null",
    caught_by="chat.stream.tools.arguments",
    # The same calls have arguments without streaming.
    also=("chat.stream.tools.equals-json",),
    source="plausible",
)
def streams_null(call: Call, answer: Answer) -> Answer:
    """Streams tool calls with `null` for their arguments."""
    return _with_arguments(call, answer, "null")


@fault(
    "tool-delta-index-float",
    caught_by="chat.stream.tools.index",
    source="plausible",
)
def writes_index_as_float(call: Call, answer: Answer) -> Answer:
    """Streams tool calls whose index is written as `0.0`."""
    if not chat_stream(call, answer):
        return answer

    def floating(piece: Object) -> Object:
        return {**piece, "index": float(piece["index"])}

    return answer.map_chunks(on_deltas(on_items("tool_calls", floating)))
