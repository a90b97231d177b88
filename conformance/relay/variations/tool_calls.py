"""Legitimate ways to write the tool calls of an answer."""

import json
from dataclasses import replace

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import variation
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.shapes import (
    Change,
    chat_stream,
    choices_of,
    on_choices,
    on_deltas,
    on_items,
    on_key,
    on_messages,
)


def _on_arguments(change: Change) -> Change:
    return on_messages(on_items("tool_calls", on_key("function", change)))


@variation("args-empty")
def empties_arguments(call: Call, answer: Answer) -> Answer:
    """Sends empty arguments for a function without parameters."""

    def emptied(function: Object) -> Object:
        none = function.get("arguments") == "{}"
        return {**function, "arguments": ""} if none else function

    return answer.map_json(_on_arguments(emptied)) if call.is_chat else answer


@variation("args-spaced")
def spaces_arguments(call: Call, answer: Answer) -> Answer:
    """Writes arguments with spaces and line ends, their keys in another order."""

    def spaced(function: Object) -> Object:
        try:
            value = json.loads(function["arguments"])
        except ValueError:
            # Cut off by a cap.
            return function
        turned = dict(reversed(value.items())) if isinstance(value, dict) else value
        text = json.dumps(turned, indent=2, ensure_ascii=False)
        return {**function, "arguments": text}

    return answer.map_json(_on_arguments(spaced)) if call.is_chat else answer


@variation("args-one-delta")
def sends_whole_arguments(call: Call, answer: Answer) -> Answer:
    """Streams the whole arguments of a call with its first delta."""
    if not chat_stream(call, answer):
        return answer
    texts: dict[tuple[int, int], str] = {}
    for place, text in _fragments(answer):
        texts[place] = texts.get(place, "") + text
    return answer.map_events(lambda event: _whole(event, texts))


def _fragments(answer: Answer) -> list[tuple[tuple[int, int], str]]:
    return [
        (
            (choice["index"], tool_call["index"]),
            tool_call["function"].get("arguments") or "",
        )
        for event in answer.events
        for choice in choices_of(event)
        for tool_call in choice["delta"].get("tool_calls") or []
    ]


def _whole(event: SentEvent, texts: dict[tuple[int, int], str]) -> list[SentEvent]:
    tool_calls = _calls(event)
    if not tool_calls or not isinstance(event.data, dict):
        return [event]
    if "id" not in tool_calls[0]:
        return []
    text = texts[choices_of(event)[0]["index"], tool_calls[0]["index"]]

    def filled(function: Object) -> Object:
        return {**function, "arguments": text}

    each = on_deltas(on_items("tool_calls", on_key("function", filled)))
    return [replace(event, data=each(event.data))]


def _calls(event: SentEvent) -> list[Json]:
    return [
        tool_call
        for choice in choices_of(event)
        for tool_call in choice["delta"].get("tool_calls") or []
    ]


@variation("tool-fields-repeated")
def repeats_call_fields(call: Call, answer: Answer) -> Answer:
    """Repeats id, type and name of a call in all of its deltas."""
    if not chat_stream(call, answer):
        return answer
    first: dict[tuple[int, int], Object] = {}

    def repeated(choice: Object) -> Object:
        tool_calls = [
            _after(
                first.setdefault((choice["index"], tool_call["index"]), tool_call),
                tool_call,
            )
            for tool_call in choice["delta"].get("tool_calls") or []
        ]
        if not tool_calls:
            return choice
        return {**choice, "delta": {**choice["delta"], "tool_calls": tool_calls}}

    return answer.map_chunks(on_choices(repeated))


def _after(opening: Object, delta: Object) -> Object:
    function = {**opening["function"], **delta["function"]}
    return {**opening, **delta, "function": function}
