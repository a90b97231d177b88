"""JSON Schemas of the messages of a chat request, role by role."""

from conformance.relay.json_text import Object

_STRING = {"type": "string"}

_TEXT_PART: Object = {
    "type": "object",
    "required": ["type", "text"],
    "properties": {"type": {"const": "text"}, "text": _STRING},
}
_USER_PART: Object = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": {"enum": ["text", "image_url"]}},
    "if": {"properties": {"type": {"const": "image_url"}}},
    "then": {
        "required": ["type", "image_url"],
        "properties": {
            "image_url": {
                "type": "object",
                "required": ["url"],
                "properties": {
                    "url": {"type": "string", "minLength": 1},
                    "detail": {"enum": ["auto", "low", "high", None]},
                },
            }
        },
    },
    "else": {"required": ["type", "text"], "properties": {"text": _STRING}},
}


def _content(part: Object, *others: str) -> Object:
    return {"type": ["string", "array", *others], "minItems": 1, "items": part}


_TOOL_CALL: Object = {
    "type": "object",
    "required": ["id", "type", "function"],
    "properties": {
        "id": _STRING,
        "type": {"const": "function"},
        "function": {
            "type": "object",
            "required": ["name", "arguments"],
            "properties": {"name": _STRING, "arguments": _STRING},
        },
    },
}
_ASSISTANT: Object = {
    "required": ["role"],
    "properties": {
        "content": _content(_TEXT_PART, "null"),
        "tool_calls": {"type": ["array", "null"], "items": _TOOL_CALL},
        "refusal": {"type": ["string", "null"]},
    },
    "anyOf": [
        {
            "required": ["content"],
            "properties": {"content": {"type": ["string", "array"]}},
        },
        {"required": ["tool_calls"], "properties": {"tool_calls": {"minItems": 1}}},
        {"required": ["function_call"]},
        {"required": ["refusal"]},
    ],
}
_INSTRUCTION = {
    "properties": {"content": _content(_TEXT_PART)},
    "required": ["content"],
}
_ROLES: dict[str, Object] = {
    "system": _INSTRUCTION,
    "developer": _INSTRUCTION,
    "user": {"required": ["content"], "properties": {"content": _content(_USER_PART)}},
    "assistant": _ASSISTANT,
    "tool": {
        "required": ["content", "tool_call_id"],
        "properties": {"content": _content(_TEXT_PART), "tool_call_id": _STRING},
    },
    "function": {
        "required": ["content", "name"],
        "properties": {"content": {"type": ["string", "null"]}},
    },
}

MESSAGES: Object = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["role"],
        "properties": {
            "role": {"enum": list(_ROLES)},
            "name": {"type": ["string", "null"]},
        },
        "allOf": [
            {
                "if": {"required": ["role"], "properties": {"role": {"const": role}}},
                "then": form,
            }
            for role, form in _ROLES.items()
        ],
    },
}
