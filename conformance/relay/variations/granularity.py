"""Legitimate ways to divide a text into the chunks of a stream."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import variation
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import chat_stream, choices_of, finishes, on_deltas


def _plain_content(event: SentEvent) -> bool:
    """Whether the event adds to the text of one choice, and does nothing else."""
    choices = choices_of(event)
    return (
        len(choices) == 1
        and set(choices[0].get("delta", {})) == {"content"}
        and not finishes(event)
        # Log probabilities belong to tokens and are not divided.
        and not choices[0].get("logprobs")
    )


def _saying(event: SentEvent, text: str) -> SentEvent:
    if not isinstance(event.data, dict):
        return event
    return replace(event, data=on_deltas(lambda _: {"content": text})(event.data))


def _text(event: SentEvent) -> str:
    return str(choices_of(event)[0]["delta"]["content"])


@variation("char-chunks")
def sends_characters(call: Call, answer: Answer) -> Answer:
    """Streams a text character by character."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_events(
        lambda event: (
            [_saying(event, character) for character in _text(event)]
            if _plain_content(event)
            else [event]
        )
    )


@variation("one-chunk")
def sends_whole_text(call: Call, answer: Answer) -> Answer:
    """Streams the whole text of a choice in one chunk."""
    return _gathered(call, answer, 10**9)


@variation("three-token-chunks")
def sends_several_tokens(call: Call, answer: Answer) -> Answer:
    """Streams several tokens of a text in each chunk."""
    return _gathered(call, answer, 3)


def _gathered(call: Call, answer: Answer, size: int) -> Answer:
    """The chat stream with up to `size` pieces of a text in one chunk."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events(_joined(answer.events, size))


def _joined(events: Iterable[SentEvent], size: int) -> Iterator[SentEvent]:
    waiting: defaultdict[int, list[SentEvent]] = defaultdict(list)
    for event in events:
        index = choices_of(event)[0]["index"] if choices_of(event) else -1
        plain = _plain_content(event)
        if waiting[index] and (not plain or len(waiting[index]) == size):
            yield _together(waiting.pop(index))
        if plain:
            waiting[index].append(event)
        else:
            yield event


def _together(events: list[SentEvent]) -> SentEvent:
    delay = sum(event.delay for event in events)
    text = "".join(map(_text, events))
    return replace(_saying(events[0], text), delay=delay)


def _finishing(
    call: Call, answer: Answer, change: Callable[[Object], Object]
) -> Answer:
    """The chat stream with the closing deltas changed that say nothing."""
    if not chat_stream(call, answer):
        return answer

    def changed(event: SentEvent) -> list[SentEvent]:
        empty = finishes(event) and not choices_of(event)[0]["delta"]
        if not empty or not isinstance(event.data, dict):
            return [event]
        return [replace(event, data=on_deltas(change)(event.data))]

    return answer.map_events(changed)


@variation("finish-empty-content")
def finishes_with_empty_text(call: Call, answer: Answer) -> Answer:
    """Closes a stream with an empty text in the delta."""
    return _finishing(call, answer, lambda _: {"content": ""})


@variation("finish-with-content")
def finishes_with_last_text(call: Call, answer: Answer) -> Answer:
    """Closes a stream with the last piece of text in the same chunk."""
    if not chat_stream(call, answer):
        return answer
    return answer.with_events(_merged(answer.events))


def _merged(events: tuple[SentEvent, ...]) -> Iterator[SentEvent]:
    """The events with the last text of each choice moved into its closing chunk."""
    held: dict[int, SentEvent] = {}
    for event in events:
        index = choices_of(event)[0]["index"] if choices_of(event) else -1
        before = held.pop(index, None)
        if _plain_content(event):
            held[index] = event
        if before and finishes(event):
            yield _saying(event, _text(before))
        elif before:
            yield before
            if not _plain_content(event):
                yield event
        elif not _plain_content(event):
            yield event


@variation("choices-in-turn")
def sends_choices_one_by_one(call: Call, answer: Answer) -> Answer:
    """Streams the choices one after the other, the last one first."""
    if not chat_stream(call, answer):
        return answer
    lanes: defaultdict[int, list[SentEvent]] = defaultdict(list)
    for event in answer.events:
        lanes[choices_of(event)[0]["index"] if choices_of(event) else -1].append(event)
    # What has no choice, usage and `[DONE]`, stays at the end.
    return answer.with_events(
        chain.from_iterable(lanes[index] for index in sorted(lanes, reverse=True))
    )
