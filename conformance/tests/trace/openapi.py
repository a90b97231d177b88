"""Every place of an OpenAPI document that states something of the routes in scope."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.tests.trace import places
from conformance.tests.trace.places import branch, operation

_BOUNDS = (
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "maxProperties",
)
_METHODS = ("get", "post", "put", "patch", "delete")
_STREAM = "text/event-stream"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Walk:
    """A document that is walked through: its schemas, by reference."""

    document: Json

    def operations(self, routes: Collection[str]) -> Iterator[tuple[str, Json]]:
        """The operations on some routes and below them, by method and path."""
        for path, methods in self.document["paths"].items():
            if any(path == route or path.startswith(f"{route}/") for route in routes):
                for method in _METHODS:
                    if method in methods:
                        yield f"{method.upper()} {path}", methods[method]

    def places(self, routes: Collection[str]) -> list[str]:
        """All places of these operations, each once."""
        every = (
            place
            for name, described in self.operations(routes)
            for place in self._operation(operation(name), described)
        )
        return list(dict.fromkeys(every))

    def _operation(self, root: str, described: Json) -> Iterator[str]:
        yield f"{root}route"
        for parameter in described.get("parameters", ()):
            at = f"{root}{parameter['in']}.{parameter['name']}"
            yield from self._field(at, parameter["schema"])
            if parameter.get("required"):
                yield f"{at}:required"
        sent = described.get("requestBody", {}).get("content", {})
        for number, (media, body) in enumerate(sent.items()):
            yield f"{root}request.media={media}"
            at = f"{root}request" if not number else f"{root}request({media})"
            yield from self._below(at, body["schema"], ())
        for status, answer in described["responses"].items():
            yield from self._answer(root, status, answer)

    def _answer(self, root: str, status: str, answer: Json) -> Iterator[str]:
        answer = self._resolved(answer)
        yield f"{root}status.{status}"
        for name in answer.get("headers", {}):
            yield f"{root}status.{status}.header.{name}"
        # Errors are described once for all routes.
        for media, body in answer.get("content", {}).items():
            yield f"{root}status.{status}.media={media}"
            if status.startswith("2"):
                kind = "event" if media == _STREAM else "answer"
                yield from self._below(f"{root}{kind}", body["schema"], ())

    def _resolved(self, schema: Json) -> Json:
        if "$ref" not in schema:
            return schema
        value: Any = self.document
        for name in schema["$ref"].removeprefix("#/").split("/"):
            value = value[name]
        resolved: Json = value
        return resolved

    def _parts(self, schema: Json) -> Iterator[Json]:
        """A schema with its references and additions, one by one."""
        yield schema
        if "$ref" in schema:
            yield from self._parts(self._resolved(schema))
        for part in schema.get("allOf", ()):
            yield from self._parts(part)

    def _branches(self, schema: Json) -> list[Json]:
        """The alternatives of a schema, down to those that have none themselves."""
        for part in self._parts(schema):
            ways = (*part.get("anyOf", ()), *part.get("oneOf", ()))
            if ways:
                return [end for way in ways for end in self._branches(way)]
        return [schema]

    def _field(self, at: str, schema: Json) -> Iterator[str]:
        yield at
        for part in self._parts(schema):
            yield from self._said(at, part)
        yield from self._below(at, schema, ())

    def _said(self, at: str, part: Json) -> Iterator[str]:
        """Null, bounds, default of one part of a schema, and its alternatives'."""
        if part.get("nullable"):
            yield f"{at}:null"
        if "default" in part:
            yield f"{at}:default={_text(part['default'])}"
        if part.get("deprecated"):
            yield f"{at}:deprecated"
        yield from (f"{at}:{w}={_text(part[w])}" for w in _BOUNDS if w in part)
        for way in (*part.get("anyOf", ()), *part.get("oneOf", ())):
            for inner in self._parts(way):
                yield from self._said(at, inner)

    def _below(self, at: str, schema: Json, seen: tuple[int, ...]) -> Iterator[str]:
        """What a value may be, and what is within it."""
        ends = self._branches(schema)
        objects = [end for end in ends if self._properties(end)]
        for end in ends:
            if id(end) in seen:
                continue
            if end in objects:
                yield from self._object(at, end, objects, (*seen, id(end)))
            else:
                yield from self._value(at, end, (*seen, id(end)))

    def _value(self, at: str, end: Json, seen: tuple[int, ...]) -> Iterator[str]:
        """The form of a value that is no object with fields."""
        parts = list(self._parts(end))
        values = [v for p in parts for v in (*p.get("enum", ()), *_const(p))]
        if values:
            yield from (places.value(at, one) for one in values if one is not None)
        for part in parts:
            yield from self._forms(at, part, bool(values))
            if "items" in part:
                yield from self._items(at, part["items"], seen)
            if isinstance(part.get("additionalProperties"), Mapping):
                yield from self._below(f"{at}.*", part["additionalProperties"], seen)

    def _forms(self, at: str, part: Json, enumerated: bool) -> Iterator[str]:
        named = part.get("type", ())
        for form in [named] if isinstance(named, str) else named:
            if form == "null" or not enumerated:
                yield f"{at}:{form}"

    def _items(self, at: str, items: Json, seen: tuple[int, ...]) -> Iterator[str]:
        """The items of a list: objects have their fields below the list itself."""
        if any(self._properties(end) for end in self._branches(items)):
            yield from self._below(at, items, seen)
            return
        for part in self._parts(items):
            yield from self._said(f"{at}[]", part)
        yield from self._below(f"{at}[]", items, seen)

    def _properties(self, schema: Json) -> dict[str, Json]:
        every = [part.get("properties", {}) for part in self._parts(schema)]
        return {name: inner for part in every for name, inner in part.items()}

    def _object(
        self, at: str, schema: Json, beside: list[Json], seen: tuple[int, ...]
    ) -> Iterator[str]:
        properties = self._properties(schema)
        kind, named = self._kind(properties, len(beside) > 1)
        if named:
            at, beside = branch(at, named), [schema]
            yield at
        required = set.intersection(*map(self._required, beside))
        for name, inner in properties.items():
            if named and name == kind:
                continue
            yield f"{at}.{name}"
            for part in self._parts(inner):
                yield from self._said(f"{at}.{name}", part)
            if name in required:
                yield f"{at}.{name}:required"
            yield from self._below(f"{at}.{name}", inner, seen)

    def _required(self, schema: Json) -> set[str]:
        return {n for p in self._parts(schema) for n in p.get("required", ())}

    def _kind(self, properties: Json, several: bool) -> tuple[str, str]:
        """The property that tells a kind of object from others, and its one value."""
        for name in ("type", "role") if several else ("type",):
            parts = self._parts(properties.get(name, {}))
            values = [v for p in parts for v in (*p.get("enum", ()), *_const(p))]
            if len(set(values)) == 1:
                return name, str(values[0])
        return "", ""


def _const(part: Json) -> tuple[Any, ...]:
    return (part["const"],) if "const" in part else ()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
