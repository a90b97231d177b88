"""JSON Schemas of the requests to embeddings, audio and images."""

from collections.abc import Mapping

from conformance.relay.json_text import Json, Object

_MODEL = {"type": "string", "minLength": 1}


def _optional(kind: str, **limits: Json) -> Object:
    return {"type": [kind, "null"], **limits}


def _one_of(*values: str) -> Object:
    return {"type": ["string", "null"], "enum": [*values, None]}


def _body(required: str, **properties: Object) -> Object:
    return {
        "type": "object",
        "required": required.split(),
        "properties": {"model": _MODEL, "user": _optional("string"), **properties},
    }


_IDS: Object = {
    "type": "array",
    "minItems": 1,
    "maxItems": 2048,
    "items": {"type": "integer", "minimum": 0},
}
_EMBEDDINGS = _body(
    "model input",
    input={
        "type": ["string", "array"],
        "minLength": 1,
        "minItems": 1,
        "maxItems": 2048,
        "anyOf": [
            {"type": "string"},
            {"items": {"type": "string", "minLength": 1}},
            {"items": _IDS["items"]},
            {"items": _IDS},
        ],
    },
    encoding_format=_one_of("float", "base64"),
    dimensions=_optional("integer", minimum=1),
)

_VOICES = (
    *("alloy", "echo", "fable", "onyx", "nova", "shimmer", "ash", "ballad", "coral"),
    *("sage", "verse", "marin", "cedar"),
)
_SOUNDS = ("mp3", "opus", "aac", "flac", "wav", "pcm")
_SPEECH = _body(
    "model input voice",
    input={"type": "string", "minLength": 1, "maxLength": 4096},
    voice={"type": "string", "enum": list(_VOICES)},
    response_format=_one_of(*_SOUNDS),
    speed=_optional("number", minimum=0.25, maximum=4),
    instructions=_optional("string", maxLength=4096),
    # The models here do not stream events.
    stream_format=_one_of("audio"),
)

_FILE = {"type": "object"}
_TRANSLATIONS = _body(
    "file model",
    file=_FILE,
    prompt=_optional("string"),
    response_format=_one_of("json", "text", "srt", "verbose_json", "vtt"),
    temperature=_optional("number", minimum=0, maximum=1),
)
_TRANSCRIPTIONS: Object = {
    **_TRANSLATIONS,
    "properties": {
        **_TRANSLATIONS["properties"],
        "language": _optional("string", pattern="^[A-Za-z]{2,3}$"),
        "timestamp_granularities": {
            "type": ["array", "null"],
            "items": {"enum": ["word", "segment"]},
        },
        "stream": _optional("boolean"),
    },
}

_SQUARES = ("256x256", "512x512", "1024x1024")
_NEVER = {"type": "null"}


def _picture(longest: int, most: int, **properties: Object) -> Object:
    return _body(
        "prompt",
        prompt={"type": "string", "minLength": 1, "maxLength": longest},
        n=_optional("integer", minimum=1, maximum=most),
        **{"response_format": _one_of("url", "b64_json"), **properties},
    )


_GPT_IMAGE: Mapping[str, Object] = {
    "size": _one_of("auto", "1024x1024", "1536x1024", "1024x1536"),
    "quality": _one_of("auto", "low", "medium", "high"),
    "background": _one_of("auto", "opaque", "transparent"),
    "moderation": _one_of("auto", "low"),
    "output_format": _one_of("png", "jpeg", "webp"),
    "output_compression": _optional("integer", minimum=0, maximum=100),
    # Always base64, and never in parts here.
    "response_format": _NEVER,
    "stream": {"enum": [False, None]},
}
_IMAGES: Mapping[str, Object] = {
    "dall-e-2": _picture(
        1000, 10, size=_one_of(*_SQUARES), quality=_one_of("standard", "auto")
    ),
    "dall-e-3": _picture(
        4000,
        1,
        size=_one_of("1024x1024", "1792x1024", "1024x1792"),
        quality=_one_of("standard", "hd", "auto"),
        style=_one_of("vivid", "natural"),
    ),
    "gpt-image-1": _picture(32000, 10, **_GPT_IMAGE),
    "flux-pro": _picture(
        1000, 10, size=_one_of(*_SQUARES, "1536x1024", "1024x1536", "1792x1024")
    ),
}
_SEEN: Mapping[str, Object] = {
    "image": {"type": ["object", "array"], "maxItems": 16, "items": _FILE},
    "mask": _FILE,
}


def _edited(model: str) -> Object:
    generated = _IMAGES[model]
    return {
        **generated,
        "required": ["image", "prompt"],
        "properties": {**generated["properties"], **_SEEN},
    }


MEDIA: Mapping[str, Object] = {
    "embeddings": _EMBEDDINGS,
    "speech": _SPEECH,
    "transcriptions": _TRANSCRIPTIONS,
    "translations": _TRANSLATIONS,
    **{f"images/{model}": schema for model, schema in _IMAGES.items()},
    **{f"image-edits/{model}": _edited(model) for model in ("dall-e-2", "gpt-image-1")},
}
