"""Faults of chat answers: their format."""

from conformance.relay.bend import deaf_fault
from conformance.relay.call import Call


@deaf_fault(
    "chat-json-object-ignored",
    caught_by="chat.json-object",
    source="ggml-org/llama.cpp#24096",
)
def ignores_json_object(call: Call) -> Call:
    """Answers in prose where a JSON object was asked for."""
    return _forgets_format(call, "json_object")


@deaf_fault(
    "chat-json-schema-ignored",
    caught_by="chat.json-schema",
    source="rynfar/meridian#898",
)
def ignores_json_schema(call: Call) -> Call:
    """Answers in prose where a JSON Schema was given."""
    return _forgets_format(call, "json_schema")


def _forgets_format(call: Call, kind: str) -> Call:
    form = call.fields.get("response_format")
    asked = call.is_chat and isinstance(form, dict) and form.get("type") == kind
    return call.without_fields("response_format") if asked else call
