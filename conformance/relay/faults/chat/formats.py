"""Faults of chat answers: their format."""

import json
from collections.abc import Callable

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.json_text import Json, Object
from conformance.relay.shapes import on_messages


@deaf_fault(
    "chat-json-object-ignored",
    caught_by="chat.json-object",
    source="ggml-org/llama.cpp#24096",
    dialects=("openai", "new-api"),
)
def ignores_json_object(call: Call) -> Call:
    """Answers in prose where a JSON object was asked for."""
    return _forgets_format(call, "json_object")


@deaf_fault(
    "chat-json-schema-ignored",
    caught_by="chat.json-schema",
    source="rynfar/meridian#898",
    dialects=("openai", "new-api", "vllm"),
)
def ignores_json_schema(call: Call) -> Call:
    """Answers in prose where a JSON Schema was given."""
    return _forgets_format(call, "json_schema")


def _forgets_format(call: Call, kind: str) -> Call:
    wanted = _has_format(call, kind)
    return call.without_fields("response_format") if wanted else call


@fault("chat-json-object-listed", caught_by="chat.json-object", source="plausible")
def lists_object(call: Call, answer: Answer) -> Answer:
    """Puts the JSON object that was asked for into a list."""
    if not _has_format(call, "json_object"):
        return answer
    return _with_texts(call, answer, lambda value: [value])


@fault("chat-json-schema-loose", caught_by="chat.json-schema", source="plausible")
def takes_schema_as_hint(call: Call, answer: Answer) -> Answer:
    """Answers with a JSON object that the JSON Schema does not allow."""
    if not _has_format(call, "json_schema"):
        return answer
    return _with_texts(call, answer, lambda value: {"answer": value})


def _has_format(call: Call, kind: str) -> bool:
    form = call.fields.get("response_format")
    return call.is_chat and isinstance(form, dict) and form.get("type") == kind


def _with_texts(call: Call, answer: Answer, change: Callable[[Json], Json]) -> Answer:
    """The answer with the JSON values in its texts changed, where they are whole."""

    def changed(message: Object) -> Object:
        try:
            value = json.loads(message["content"])
        except ValueError:
            return message
        return {**message, "content": json.dumps(change(value))}

    return on_document(call, answer, on_messages(changed))
