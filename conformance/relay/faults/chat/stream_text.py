"""Faults of chat streams: the text in them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.reply import stops
from conformance.relay.shapes import (
    chat_stream,
    choices_of,
    content_of,
    finishes,
    on_choices,
    put,
    text_of,
)

# What a relay with a byte cap lets through, in events with content.
_CAP = 40


def _with_content(event: SentEvent, change: Callable[[Object, str], str]) -> SentEvent:
    """The event with the text of its choices changed, where there is some."""

    def changed(choice: Object) -> Object:
        text = choice["delta"].get("content")
        if not text:
            return choice
        return {**choice, "delta": {**choice["delta"], "content": change(choice, text)}}

    if not isinstance(event.data, dict):
        return event
    return replace(event, data=on_choices(changed)(event.data))


@fault(
    "stream-cumulative-deltas", caught_by="chat.stream.equals-json", source="plausible"
)
def repeats_text_so_far(call: Call, answer: Answer) -> Answer:
    """Sends the whole text so far with each delta."""
    if not chat_stream(call, answer):
        return answer
    so_far: defaultdict[int, str] = defaultdict(str)

    def grown(choice: Object, text: str) -> str:
        so_far[choice["index"]] += text
        return so_far[choice["index"]]

    return answer.with_events(_with_content(event, grown) for event in answer.events)


@fault(
    "stream-final-replays-content",
    caught_by="chat.stream.equals-json",
    source="infiniflow/ragflow#15286",
)
def replays_at_the_end(call: Call, answer: Answer) -> Answer:
    """Repeats the whole answer in the chunk that finishes a stream."""
    if not chat_stream(call, answer):
        return answer

    def replayed(choice: Object) -> Object:
        text = text_of(answer.events, choice["index"])
        if not choice.get("finish_reason") or not text:
            return choice
        return {**choice, "delta": {**choice["delta"], "content": text}}

    return answer.map_chunks(on_choices(replayed))


@fault(
    "stream-strips-leading-space",
    caught_by="chat.stream.equals-json",
    source="EricLBuehler/mistral.rs#63",
)
def strips_spaces(call: Call, answer: Answer) -> Answer:
    """Strips the space before each delta of a stream."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events(
        _with_content(event, lambda _, text: text.lstrip(" "))
        for event in answer.events
    )


@fault(
    "stream-utf8-split",
    caught_by="chat.stream.equals-json",
    source="mattn/tensai#110",
)
def splits_characters(call: Call, answer: Answer) -> Answer:
    """Decodes the two halves of a multi-byte character separately."""
    return answer.map_events(_halved) if chat_stream(call, answer) else answer


def _halved(event: SentEvent) -> Iterator[SentEvent]:
    text = content_of(event)
    if text.isascii():
        yield event
        return
    place = next(i for i, character in enumerate(text) if not character.isascii())
    for part in (f"{text[:place]}\ufffd", f"\ufffd{text[place + 1 :]}"):
        yield _with_content(event, partial(_instead, part))


def _instead(part: str, choice: Object, text: str) -> str:
    return part


@fault(
    "stream-last-content-dropped",
    caught_by="chat.stream.equals-json",
    source="ggml-org/llama.cpp#9867",
)
def drops_last_content(call: Call, answer: Answer) -> Answer:
    """Loses the last piece of a streamed text that a stop text or a cap ended."""
    if not chat_stream(call, answer):
        return answer
    last = {
        choice["index"]: number
        for number, event in enumerate(answer.events)
        for choice in choices_of(event)
        if choice["delta"].get("content")
    }
    cut = {
        choice["index"]
        for event in answer.events
        for choice in choices_of(event)
        if choice["finish_reason"] == "length"
        or (choice["finish_reason"] == "stop" and call.fields.get("stop"))
    }
    lost = {number for index, number in last.items() if index in cut}
    return answer.with_events(
        event for number, event in enumerate(answer.events) if number not in lost
    )


@fault(
    "stream-truncation-labelled-stop",
    caught_by="chat.stream.equals-json",
    source="jwadow/kiro-gateway#113",
)
def truncates_as_stop(call: Call, answer: Answer) -> Answer:
    """Cuts a long streamed text short and says that it ended by itself."""
    if not chat_stream(call, answer):
        return answer
    spoken = [number for number, event in enumerate(answer.events) if content_of(event)]
    lost = set(spoken[_CAP:])
    if not lost:
        return answer
    left = (event for number, event in enumerate(answer.events) if number not in lost)
    return answer.with_events(
        replace(event, data=on_choices(put(finish_reason="stop"))(event.data))
        if finishes(event) and isinstance(event.data, dict)
        else event
        for event in left
    )


@around_fault(
    "stream-stop-prefix-leak",
    caught_by="chat.stream.equals-json",
    source="vllm-project/vllm#3574",
)
def leaks_stop_text(call: Call, proceed: Answering) -> Answer:
    """Streams the first part of a stop text before it notices the stop."""
    answer = proceed(call)
    if not chat_stream(call, answer) or not call.fields.get("stop"):
        return answer
    said = text_of(answer.events)
    whole = text_of(proceed(call.without_fields("stop")).events)
    met = [stop for stop in stops(call.fields) if whole.startswith(said + stop)]
    if not met or len(met[0]) < 2:
        return answer
    leaked = met[0][: len(met[0]) // 2]
    return answer.map_events(lambda event: _after_leak(event, leaked))


def _after_leak(event: SentEvent, leaked: str) -> list[SentEvent]:
    first = [choice for choice in choices_of(event) if choice["index"] == 0]
    if not finishes(event) or not first or not isinstance(event.data, dict):
        return [event]
    choice = {**first[0], "delta": {"content": leaked}, "finish_reason": None}
    return [replace(event, data={**event.data, "choices": [choice]}), event]
