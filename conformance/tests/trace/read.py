"""Whether a requirement reads what is stated of a field of an answer."""

import json
import re
from collections.abc import Mapping
from functools import cache
from inspect import getsource, isfunction, unwrap
from types import FunctionType
from typing import Any

from conformance.generation.checks import CHECKS
from conformance.generation.families import FAMILIES
from conformance.tests.judgements import text_of
from conformance.tests.oracle import our_fields
from conformance.tests.packaged import CATALOGUE
from conformance.tests.trace.place import Place, place_of
from conformance.tests.trace.sent import PROFILE, routes_of

# Where in an answer or a chunk a schema is held against what is there.
ROOTS = {
    "usage": "usage",
    "embedding-usage": "usage",
    "images-usage": "usage",
    "chat-logprobs": "choices.logprobs",
    "completion-logprobs": "choices.logprobs",
    "token-logprob": "choices.logprobs.content",
    "tool-call": "choices.message.tool_calls",
    "transcription-segment": "segments",
    "transcription-word": "words",
}
_READERS = ("conformance.core.thinking", "conformance.core.usage")
# How requirements name the schemas that the profile chooses.
_OF_PROFILE = {
    'profile.settings["models_list"]': PROFILE.settings["models_list"],
    "profile.model_schema": PROFILE.model_schema,
}
Said = Mapping[str, Any]


def is_read(name: str, id: str) -> bool:
    """Whether a field of an answer is in the requirement's schemas or named by it."""
    place = place_of(name)
    if place.route not in routes_of(id):
        return False
    if place.path.endswith(")"):
        return _is_kind_read(place, id)
    path = place.path.replace("(function)", "")
    said = [known[path] for known in described_by(id) if path in known]
    if said:
        return any(_says(place, one) for one in said)
    if "(" in path:
        return False
    if place.value is not None:
        return place.value in _texts(id)
    return _names(source(id), *path.replace("[]", "").split("."))


def _names(text: str, *path: str) -> bool:
    """Whether a source names a field and what that is in: many objects have an id."""
    *above, last = path
    around = above[-1].removesuffix("s") if above else ""
    return around in text and bool(re.search(rf"[\"./]{re.escape(last)}\b", text))


def _is_kind_read(place: Place, id: str) -> bool:
    """Whether the type of an object is looked at: it tells one kind from others."""
    path, _, kind = place.path[:-1].rpartition("(")
    said = [known.get(f"{path}.type") for known in described_by(id)]
    in_schema = any(one and json.dumps(kind) in one["values"] for one in said)
    return in_schema or '"type"' in text_of(id)


def _says(place: Place, said: Said) -> bool:
    """Whether a schema says of a field what a place does."""
    if place.value is not None:
        return json.dumps(place.value) in said.get("values", ())
    match place.word:
        case "required":
            return bool(said.get("required"))
        case "" | "deprecated":
            return True
    return place.word in said.get("type", ())


@cache
def described_by(id: str) -> tuple[Mapping[str, Said], ...]:
    """What each schema that a requirement compares with says of fields, by path."""
    text = source(id)
    names = re.findall(r'"wire/([\w-]+)"', text)
    chosen = [schema for word, schema in _OF_PROFILE.items() if word in text]
    names += [schema.removeprefix("wire/") for schema in chosen]
    return tuple(_fields(name, ROOTS.get(name, "")) for name in names)


def _fields(name: str, root: str) -> dict[str, Said]:
    return {
        ".".join(filter(None, (root, _dotted(path)))): said
        for path, said in our_fields(f"wire/{name}").items()
    }


def _dotted(path: str) -> str:
    """The path of a schema's field as places have it: `choices.index`, `tokens[]`."""
    within = re.sub(r"/\*(?=/)", "", path)
    items = "[]" if within.endswith("/*") else ""
    return within.removesuffix("/*").strip("/").replace("/", ".") + items


@cache
def source(id: str) -> str:
    """What a requirement's judgement reads, also where others beside it read for it."""
    area, _, check = id.partition(".")
    if area == "generated":
        every = (*CHECKS["accepted"].items(), *_checks_of_families())
        return "\n".join(getsource(f) for name, f in every if name == check)
    return f"{text_of(id)}\n{_readers(id)}"


def _checks_of_families() -> list[tuple[str, Any]]:
    return [pair for family in FAMILIES.values() for pair in family.checks.items()]


def _readers(id: str) -> str:
    """The readers of answers, and the paths, that a requirement's helpers name."""
    entry = CATALOGUE.find(id)
    assert entry
    assert isinstance(entry.function, FunctionType)
    text = text_of(id)
    values = [
        value
        for name, value in sorted(_globals_of_helpers(entry.function).items())
        if re.search(rf"\b{name}\b", text)
    ]
    readers = [f for f in values if isfunction(f) and f.__module__ in _READERS]
    paths = [value for value in values if isinstance(value, str)]
    return "\n".join([*map(getsource, readers), *paths])


def _globals_of_helpers(function: FunctionType) -> dict[str, Any]:
    """What the modules of a requirement and of its helpers have under which name."""
    every = dict(function.__globals__)
    for value in function.__globals__.values():
        if isfunction(value) and ".requirements." in value.__module__:
            # The reader of an exchange is wrapped by what marks it as one.
            every = unwrap(value).__globals__ | every
    return every


@cache
def _texts(id: str) -> frozenset[str]:
    """The texts that a requirement compares with: its own, and lists that it names."""
    texts = set(re.findall(r'"([^"]*)"', text_of(id)))
    entry = CATALOGUE.find(id)
    assert entry
    function: Any = entry.function
    for name in function.__code__.co_names:
        values = function.__globals__.get(name)
        if isinstance(values, tuple | frozenset | set | dict):
            texts |= {one for one in values if isinstance(one, str)}
    return frozenset(texts)
