"""Every place of the types of the official Python client, for the routes in scope."""

import types
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin

from openai._types import FileTypes
from openai.types import (
    CompletionCreateParams,
    CreateEmbeddingResponse,
    EmbeddingCreateParams,
    ImageCreateVariationParams,
    ImageEditParams,
    ImageEditStreamEvent,
    ImageGenerateParams,
    ImageGenStreamEvent,
    ImagesResponse,
    Model,
    ModelDeleted,
    completion,
)
from openai.types.audio import (
    SpeechCreateParams,
    TranscriptionCreateParams,
    TranscriptionCreateResponse,
    TranscriptionStreamEvent,
    TranslationCreateParams,
    TranslationCreateResponse,
)
from openai.types.chat import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionDeleted,
    ChatCompletionStoreMessage,
    CompletionListParams,
    CompletionUpdateParams,
    completion_create_params,
)
from openai.types.chat.completions import MessageListParams
from openai.types.shared import ErrorObject
from pydantic import BaseModel

# What the client's types are made with; those of `typing` are not always the same.
from typing_extensions import get_type_hints, is_typeddict

from conformance.tests.trace import places
from conformance.tests.trace.places import branch

# What is sent and what comes back, by what the places begin with.
TYPES: Mapping[str, Any] = {
    "openai/chat#request": completion_create_params.CompletionCreateParams,
    "openai/chat#answer": ChatCompletion,
    "openai/chat#event": ChatCompletionChunk,
    "openai/chat#stored.list.query": CompletionListParams,
    "openai/chat#stored.list.answer.data": ChatCompletion,
    "openai/chat#stored.update.request": CompletionUpdateParams,
    "openai/chat#stored.update.answer": ChatCompletion,
    "openai/chat#stored.retrieve.answer": ChatCompletion,
    "openai/chat#stored.delete.answer": ChatCompletionDeleted,
    "openai/chat#stored.messages.query": MessageListParams,
    "openai/chat#stored.messages.answer.data": ChatCompletionStoreMessage,
    "openai/completions#request": CompletionCreateParams,
    "openai/completions#answer": completion.Completion,
    "openai/embeddings#request": EmbeddingCreateParams,
    "openai/embeddings#answer": CreateEmbeddingResponse,
    "openai/models#list.answer.data": Model,
    "openai/models#retrieve.answer": Model,
    "openai/models#delete.answer": ModelDeleted,
    "openai/audio#speech.request": SpeechCreateParams,
    "openai/audio#transcriptions.request": TranscriptionCreateParams,
    "openai/audio#transcriptions.answer": TranscriptionCreateResponse,
    "openai/audio#transcriptions.event": TranscriptionStreamEvent,
    "openai/audio#translations.request": TranslationCreateParams,
    "openai/audio#translations.answer": TranslationCreateResponse,
    "openai/images#generations.request": ImageGenerateParams,
    "openai/images#generations.answer": ImagesResponse,
    "openai/images#generations.event": ImageGenStreamEvent,
    "openai/images#edits.request": ImageEditParams,
    "openai/images#edits.answer": ImagesResponse,
    "openai/images#edits.event": ImageEditStreamEvent,
    "openai/images#variations.request": ImageCreateVariationParams,
    "openai/images#variations.answer": ImagesResponse,
    "openai/errors#body": ErrorObject,
}
_FORMS = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    object: "object",
    bytes: "string",
}
_WRAPPERS = (Required, NotRequired)


def all_places(known: Mapping[str, Any] = TYPES) -> list[str]:
    """All places of these types, each once, `deprecated` and bounds left unsaid."""
    every = (p for root, kind in known.items() for p in walk(root, kind))
    return list(dict.fromkeys(every))


def walk(at: str, kind: Any) -> Iterator[str]:
    """What a value of a type may be, and what is within it."""
    ends = list(_ends(kind))
    objects = [end for end in ends if _fields(end)]
    for end in ends:
        if end in objects:
            yield from _object(at, end, objects)
        else:
            yield from _value(at, end)


def _ends(kind: Any) -> Iterator[Any]:
    """The alternatives of a type, without what is written around them."""
    origin = get_origin(kind)
    if kind == FileTypes:
        yield str
    elif origin in (Union, types.UnionType):
        for one in get_args(kind):
            yield from _ends(one)
    elif origin in _WRAPPERS or hasattr(kind, "__metadata__"):
        yield from _ends(get_args(kind)[0])
    else:
        yield kind


def _value(at: str, end: Any) -> Iterator[str]:
    """The form of a value that is no object with fields."""
    if get_origin(end) is Literal:
        yield from (_literal(at, value) for value in get_args(end))
    elif isinstance(end, type) and end in _FORMS:
        yield f"{at}:{_FORMS[end]}"
    elif get_origin(end) in (dict, Mapping):
        yield f"{at}:object"
        if (inner := get_args(end)[1]) is not object:
            yield from walk(f"{at}.*", inner)
    elif get_args(end):
        yield from _list(at, get_args(end)[0])


def _literal(at: str, value: Any) -> str:
    # The client has a type each for what is streamed and what is not.
    return f"{at}:boolean" if isinstance(value, bool) else places.value(at, value)


def _list(at: str, item: Any) -> Iterator[str]:
    """The items of a list: objects have their fields below the list itself."""
    yield f"{at}:array"
    if any(_fields(end) for end in _ends(item)):
        yield from walk(at, item)
    else:
        yield from walk(f"{at}[]", item)


def _fields(kind: Any) -> dict[str, Any]:
    """The types of an object's fields, by the names that stand in JSON."""
    if is_typeddict(kind):
        return get_type_hints(kind, include_extras=True)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields.items()
        return {field.alias or name: field.annotation for name, field in fields}
    return {}


def _object(at: str, kind: Any, beside: list[Any]) -> Iterator[str]:
    fields = _fields(kind)
    named = _kind(fields, len(beside) > 1)
    if named:
        at, beside = branch(at, named[1]), [kind]
        yield at
    required = set.intersection(*map(_required, beside))
    for name, field in fields.items():
        if named and name == named[0]:
            continue
        yield f"{at}.{name}"
        if name in required:
            yield f"{at}.{name}:required"
        # An answer's optional field and its null are one word in these types.
        if is_typeddict(kind) and type(None) in _ends(field):
            yield f"{at}.{name}:null"
        yield from walk(f"{at}.{name}", field)


def _required(kind: Any) -> set[str]:
    if is_typeddict(kind):
        hints = _fields(kind).items()
        return {name for name, hint in hints if get_origin(hint) is Required}
    fields = kind.model_fields.items()
    return {field.alias or name for name, field in fields if field.is_required()}


def _kind(fields: Mapping[str, Any], several: bool) -> tuple[str, str] | None:
    """The field that tells a kind of object from others, and its one value."""
    for name in ("type", "role") if several else ("type",):
        ends = list(_ends(fields[name])) if name in fields else []
        values = [
            v for end in ends if get_origin(end) is Literal for v in get_args(end)
        ]
        if len(values) == 1:
            return name, str(values[0])
    return None
