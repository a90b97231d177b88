"""Changes parts of chat and completion answers, for faults and variations."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object

Change: TypeAlias = Callable[[Object], Object]


def chat_stream(call: Call, answer: Answer) -> bool:
    """Whether this is the stream of a chat completion."""
    return call.is_chat and answer.streams


def chat_document(call: Call, answer: Answer) -> bool:
    """Whether this is a chat completion as one document."""
    return call.is_chat and _completes(answer)


def completions_stream(call: Call, answer: Answer) -> bool:
    """Whether this is the stream of a legacy completion."""
    return call.is_completions and answer.streams


def completions_document(call: Call, answer: Answer) -> bool:
    """Whether this is a legacy completion as one document."""
    return call.is_completions and _completes(answer)


def _completes(answer: Answer) -> bool:
    return isinstance(answer.json, dict) and "choices" in answer.json


def on_choices(change: Change) -> Change:
    """The change of a whole completion or chunk that changes its choices."""
    return on_items("choices", change)


def on_items(name: str, change: Change) -> Change:
    """The change of an object that changes all items of one of its lists."""

    def changed(value: Object) -> Object:
        if not isinstance(value.get(name), list):
            return value
        return {**value, name: [change(item) for item in value[name]]}

    return changed


def on_key(name: str, change: Change) -> Change:
    """The change of an object that changes the object under one of its keys."""

    def changed(value: Object) -> Object:
        if not isinstance(value.get(name), dict):
            return value
        return {**value, name: change(value[name])}

    return changed


def on_deltas(change: Change) -> Change:
    """The change of a chunk that changes its deltas."""
    return on_choices(on_key("delta", change))


def on_messages(change: Change) -> Change:
    """The change of a completion that changes its messages."""
    return on_choices(on_key("message", change))


def put(**values: Json) -> Change:
    """The change that sets these keys."""
    return lambda value: {**value, **values}


def drop(*names: str) -> Change:
    """The change that removes these keys."""
    return lambda value: {k: v for k, v in value.items() if k not in names}


def on_calls(call: Call, answer: Answer, change: Change) -> Answer:
    """The chat answer with its tool calls changed, as a document or a stream."""
    if not call.is_chat:
        return answer
    each = on_items("tool_calls", change)
    return answer.map_json(on_messages(each)).map_chunks(on_deltas(each))


def choices_of(event: SentEvent) -> list[Object]:
    """The choices of a chunk; none where the event is no chunk."""
    data = event.data
    return data.get("choices") or [] if isinstance(data, dict) else []


def content_of(event: SentEvent, index: int | None = None) -> str:
    """The text that an event adds, to one choice or to any."""
    return "".join(
        choice.get("delta", {}).get("content") or ""
        for choice in choices_of(event)
        if index is None or choice["index"] == index
    )


def text_of(events: Iterable[SentEvent], index: int = 0) -> str:
    """The whole text of one choice of a stream."""
    return "".join(content_of(event, index) for event in events)


def finishes(event: SentEvent) -> bool:
    """Whether the event ends a choice."""
    return any(choice.get("finish_reason") for choice in choices_of(event))


def is_usage(event: SentEvent) -> bool:
    """Whether the event is the chunk that only carries usage."""
    return (
        isinstance(event.data, dict)
        and not choices_of(event)
        and bool(event.data.get("usage"))
    )
