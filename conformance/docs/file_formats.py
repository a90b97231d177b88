"""The pages on file formats: every key, as the JSON schemas describe it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from conformance.docs.markdown import code, page, table
from conformance.formats.paths import data

Schema: TypeAlias = Mapping[str, Any]

_OWN = "relaycert:own/"
_BOUNDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "above {}",
    "maximum": "at most {}",
}
_WORDS = {"string": "text", "boolean": "true or false"}
_JSON = """\
It is a JSON file. Its schema is `schemas/own/{name}.json`.
`a.b` is the key `b` of the object `a`, `a[]` an item of the list `a`, and `a.*` a value
of the object `a` under a name of your choice."""
_TOML = """\
It is a TOML file. Its schema is `schemas/own/{name}.json`.
`a.b` is the key `b` of the table `[a]`, `a[]` one of the tables `[[a]]` or an item of
the list `a`, and `a.*` a value of `[a]` under a name of your choice. What the table
below calls an object is a table in TOML."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a file, at its place from the top: `limits.rate`, `waiver[].until`."""

    path: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A file that users read or write, and the schema that describes it."""

    schema: str
    title: str
    introduction: str
    notation: str

    @property
    def path(self) -> str:
        """The page's place below `docs/`."""
        return f"formats/{self.schema}.md"


FORMATS = (
    FileFormat(
        "target",
        "Target file",
        "A target file says what is judged, and what a run may cost. "
        "`relaycert init` writes one with comments.",
        _TOML,
    ),
    FileFormat(
        "waivers",
        "Waiver file",
        "A waiver file holds accepted violations apart from the target: "
        "`relaycert run --waivers FILE`.",
        _TOML,
    ),
    FileFormat(
        "profile",
        "Profile",
        "A profile is one vendor's contract. The packaged ones are in "
        "`cases/profiles/`; a key that a profile leaves out is as in `openai`. One of "
        "your own `extends` another: [Write a profile](../own-contract.md).",
        _TOML,
    ),
    FileFormat(
        "case",
        "Case",
        "A case says what is sent, and which capabilities it needs. Cases are in "
        "`cases/<area>/`; `relaycert run --case FILE` sends one of your own.",
        _JSON,
    ),
    FileFormat(
        "sources",
        "Sources",
        "A file `sources.toml` beside requirements of your own names the passages of "
        "your documents: [Write a requirement](../own-requirements.md). `cases/` has "
        "files of the same form.",
        _TOML,
    ),
    FileFormat(
        "report",
        "report.json",
        "`report.json` holds all that a report says, for programs. Keys are only ever "
        "added to this version of the format.",
        _JSON,
    ),
    FileFormat(
        "manifest",
        "manifest.json",
        "`manifest.json` holds the digest of every file of a report, and says what was "
        "judged and by what. `relaycert verify` reads it.",
        _JSON,
    ),
)


def file_format_page(described: FileFormat) -> str:
    """The page on one format: a table with every key."""
    rows = [
        (code(key.path), key.type, "yes" if key.required else "", key.description)
        for key in keys(described.schema)
    ]
    return page(
        described.title,
        described.introduction,
        described.notation.format(name=described.schema),
        table(("key", "value", "required", "meaning"), rows),
    )


def keys(name: str) -> tuple[Key, ...]:
    """Every key of `schemas/own/NAME.json`, each object's own keys after it."""
    root = _schema(name)
    return tuple(_keys(root, root, "", frozenset()))


def _keys(
    root: Schema, stated: Schema, path: str, entered: frozenset[str]
) -> Iterator[Key]:
    """The keys within the value at `path`; no definition is entered twice."""
    reference = stated.get("$ref", "")
    if reference in entered:
        return
    entered |= {reference} if reference else frozenset()
    root, node = _resolved(root, stated)
    for name, inner in node.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield _key(root, inner, below, name in node.get("required", ()))
        yield from _keys(root, inner, below, entered)
    for word, suffix in (("items", "[]"), ("additionalProperties", ".*")):
        if isinstance(node.get(word), dict):
            yield from _keys(root, node[word], path + suffix, entered)
    for choice in node.get("anyOf", ()):
        yield from _keys(root, choice, path, entered)


def _key(root: Schema, stated: Schema, path: str, required: bool) -> Key:
    home, node = _resolved(root, stated)
    description = stated.get("description") or node.get("description", "")
    return Key(path, _type(home, node), required, description)


def _type(root: Schema, stated: Schema) -> str:
    """What a value may be, in words."""
    root, node = _resolved(root, stated)
    if "const" in node:
        return code(json.dumps(node["const"]))
    if "enum" in node:
        return ", ".join(code(json.dumps(value)) for value in node["enum"])
    if "anyOf" in node:
        return " or ".join(_type(root, choice) for choice in node["anyOf"])
    types = node.get("type", "anything")
    named = [types] if isinstance(types, str) else types
    words = " or ".join(_word(root, node, name) for name in named)
    bounds = [text.format(node[key]) for key, text in _BOUNDS.items() if key in node]
    return ", ".join([words, *bounds])


def _word(root: Schema, node: Schema, name: str) -> str:
    if node.get("format") == "date":
        return "date"
    inner = node.get("items") if name == "array" else node.get("additionalProperties")
    inner_type = _type(root, inner) if isinstance(inner, dict) else ""
    match name:
        case "array":
            return f"list: {inner_type}" if inner_type else "list"
        case "object" if inner_type:
            return f"object: {inner_type}" if inner_type != "object" else "object"
        case _:
            return _WORDS.get(name, name)


def _resolved(root: Schema, stated: Schema) -> tuple[Schema, Schema]:
    """A schema without its `$ref`, and the file in which its own ones lead on."""
    reference = stated.get("$ref")
    if reference is None:
        return root, stated
    file, _, pointer = reference.partition("#/")
    home = _schema(file.removeprefix(_OWN).removesuffix(".json")) if file else root
    node = home
    for part in pointer.split("/"):
        node = node[part]
    return _resolved(home, node)


def _schema(name: str) -> Schema:
    path = data("schemas") / "own" / f"{name}.json"
    schema: Schema = json.loads(path.read_bytes())
    return schema
