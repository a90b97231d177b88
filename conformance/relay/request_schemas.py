"""JSON Schemas of the request bodies of the reference contract, by endpoint."""

from collections.abc import Mapping

from conformance.relay.json_text import Json, Object
from conformance.relay.media_schemas import MEDIA
from conformance.relay.message_schemas import MESSAGES


def _optional(kind: str, **limits: Json) -> Object:
    return {"type": [kind, "null"], **limits}


def _at_least_one(items: Object) -> Object:
    return {"type": "array", "minItems": 1, "items": items}


_STRING = {"type": "string"}
_MODEL = {"type": "string", "minLength": 1}
_TOKEN_IDS = _at_least_one({"type": "integer", "minimum": 0})
_STOP_TEXT = {"type": "string", "minLength": 1}
_STREAM_OPTIONS = _optional(
    "object",
    properties={
        "include_usage": _optional("boolean"),
        "include_obfuscation": _optional("boolean"),
    },
)

_SAMPLING: Object = {
    "model": _MODEL,
    "temperature": _optional("number", minimum=0, maximum=2),
    "top_p": _optional("number", minimum=0, maximum=1),
    "n": _optional("integer", minimum=1, maximum=128),
    "presence_penalty": _optional("number", minimum=-2, maximum=2),
    "frequency_penalty": _optional("number", minimum=-2, maximum=2),
    "logit_bias": _optional(
        "object",
        additionalProperties={"type": "integer", "minimum": -100, "maximum": 100},
    ),
    "stop": {
        "type": ["string", "array", "null"],
        "minLength": 1,
        "minItems": 1,
        "maxItems": 4,
        "items": _STOP_TEXT,
    },
    "seed": _optional("integer", minimum=-(2**63), maximum=2**63 - 1),
    "stream": _optional("boolean"),
    "stream_options": _STREAM_OPTIONS,
    "user": _optional("string"),
}

_PROMPT: Object = {
    "type": ["string", "array", "null"],
    "minItems": 1,
    "anyOf": [
        {"type": ["string", "null"]},
        {"items": _STRING},
        {"items": {"type": "integer", "minimum": 0}},
        {"items": _TOKEN_IDS},
    ],
}

_COMPLETIONS: Object = {
    "type": "object",
    "required": ["model", "prompt"],
    "properties": {
        **_SAMPLING,
        "prompt": _PROMPT,
        "max_tokens": _optional("integer", minimum=0),
        "logprobs": _optional("integer", minimum=0, maximum=5),
        "echo": _optional("boolean"),
        "best_of": _optional("integer", minimum=0, maximum=20),
        "suffix": _optional("string"),
    },
}

_NAME = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[\\w-]+$"}
_TOOL: Object = {
    "type": "object",
    "required": ["type", "function"],
    "properties": {
        "type": {"const": "function"},
        "function": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": _NAME,
                "description": _optional("string"),
                "parameters": _optional("object"),
                "strict": _optional("boolean"),
            },
        },
    },
}
_TOOL_CHOICE: Object = {
    "type": ["string", "object", "null"],
    "if": {"type": "object"},
    "then": {
        "required": ["type", "function"],
        "properties": {
            "type": {"const": "function"},
            "function": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": _STRING},
            },
        },
    },
    "else": {"enum": ["none", "auto", "required", None]},
}
_RESPONSE_FORMAT: Object = {
    "type": ["object", "null"],
    "required": ["type"],
    "properties": {
        "type": {"enum": ["text", "json_object", "json_schema"]},
        "json_schema": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": _NAME,
                "description": _optional("string"),
                "schema": _optional("object"),
                "strict": _optional("boolean"),
            },
        },
    },
    "if": {"type": "object", "properties": {"type": {"const": "json_schema"}}},
    "then": {"required": ["type", "json_schema"]},
}

_CHAT: Object = {
    "type": "object",
    "required": ["model", "messages"],
    "properties": {
        **_SAMPLING,
        "messages": MESSAGES,
        "max_tokens": _optional("integer", minimum=1),
        "max_completion_tokens": _optional("integer", minimum=1),
        "logprobs": _optional("boolean"),
        "top_logprobs": _optional("integer", minimum=0, maximum=20),
        "response_format": _RESPONSE_FORMAT,
        "tools": {"type": ["array", "null"], "maxItems": 128, "items": _TOOL},
        "tool_choice": _TOOL_CHOICE,
        "parallel_tool_calls": _optional("boolean"),
        # Only models that think look at it.
        "reasoning_effort": {},
    },
}

REQUESTS: Mapping[str, Object] = {"completions": _COMPLETIONS, "chat": _CHAT, **MEDIA}
