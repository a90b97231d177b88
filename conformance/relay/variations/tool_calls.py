"""Variations O7 and O8: how tool calls are written."""

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

_ROWS = "legitimate-variation"


def _on_arguments(change: Change) -> Change:
    return on_messages(on_items("tool_calls", on_key("function", change)))


@variation("args-empty", source=f"{_ROWS}#O7")
def empties_arguments(call: Call, answer: Answer) -> Answer:
    """Sends empty arguments for a function without parameters."""

    def emptied(function: Object) -> Object:
        none = function.get("arguments") == "{}"
        return {**function, "arguments": ""} if none else function

    return answer.map_json(_on_arguments(emptied)) if call.is_chat else answer


@variation("args-spaced", source=f"{_ROWS}#O7")
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


@variation("args-one-delta", source=f"{_ROWS}#O7")
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
        ((choice["index"], made["index"]), made["function"].get("arguments") or "")
        for event in answer.events
        for choice in choices_of(event)
        for made in choice["delta"].get("tool_calls") or []
    ]


def _whole(event: SentEvent, texts: dict[tuple[int, int], str]) -> list[SentEvent]:
    made = _calls(event)
    if not made or not isinstance(event.data, dict):
        return [event]
    if "id" not in made[0]:
        return []
    text = texts[choices_of(event)[0]["index"], made[0]["index"]]

    def filled(function: Object) -> Object:
        return {**function, "arguments": text}

    each = on_deltas(on_items("tool_calls", on_key("function", filled)))
    return [replace(event, data=each(event.data))]


def _calls(event: SentEvent) -> list[Json]:
    return [
        made
        for choice in choices_of(event)
        for made in choice["delta"].get("tool_calls") or []
    ]


@variation("tool-fields-repeated", source=f"{_ROWS}#O8")
def repeats_call_fields(call: Call, answer: Answer) -> Answer:
    """Repeats id, type and name of a call in all of its deltas."""
    if not chat_stream(call, answer):
        return answer
    first: dict[tuple[int, int], Object] = {}

    def repeated(choice: Object) -> Object:
        made = [
            _after(first.setdefault((choice["index"], one["index"]), one), one)
            for one in choice["delta"].get("tool_calls") or []
        ]
        if not made:
            return choice
        return {**choice, "delta": {**choice["delta"], "tool_calls": made}}

    return answer.map_chunks(on_choices(repeated))


def _after(opening: Object, made: Object) -> Object:
    function = {**opening["function"], **made["function"]}
    return {**opening, **made, "function": function}
