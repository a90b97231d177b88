"""Builds JSON values that satisfy a JSON Schema, from the pseudo-model's words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from random import Random

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from conformance.relay.json_text import Json, Object
from conformance.relay.problem import invalid
from conformance.relay.text import word

# Beyond this, values are as small as the schema allows.
_DEEP = 3
# A schema that demands more is recursive without an end.
_DEEPEST = 24
_FORMATS: Mapping[str, str] = {
    "date": "2025-03-30",
    "time": "12:30:00Z",
    "date-time": "2025-03-30T12:30:00Z",
    "email": "ada@example.com",
    "uri": "https://example.com/",
    "uuid": "0b1a6f0e-7d53-4c0b-9a3e-2f2f6d1c9e55",
    "ipv4": "192.0.2.1",
    "hostname": "example.com",
}


@dataclass(frozen=True, slots=True)
class Filling:
    """Where values come from: a hint from the prompt, chance, and the schema."""

    root: Object
    chance: Random
    hint: str = ""
    depth: int = 0


def check_schema(schema: Json, *at: str | int) -> None:
    """Refuses an invalid JSON Schema."""
    try:
        Draft202012Validator.check_schema(schema or {})
    except SchemaError:
        raise invalid("The schema is not a valid JSON Schema.", *at) from None


def fill(schema: Json, filling: Filling) -> Json:
    """A value for the schema."""
    if not isinstance(schema, dict) or filling.depth > _DEEPEST:
        return None
    schema = _resolved(schema, filling)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    return _MAKERS[_kind(schema, filling)](
        schema, replace(filling, depth=filling.depth + 1)
    )


def _resolved(schema: Object, filling: Filling) -> Object:
    """The schema with its references, alternatives and parts merged."""
    for _ in range(20):
        if target := _target(schema, filling.root):
            schema = {**target, **_except(schema, "$ref")}
        elif inner := schema.get("allOf"):
            schema = _merged([_except(schema, "allOf"), *inner])
        elif inner := schema.get("anyOf") or schema.get("oneOf"):
            chosen = inner[-1] if filling.depth > _DEEP else inner[0]
            schema = _merged([_except(schema, "anyOf", "oneOf"), chosen])
        else:
            return schema
    return {}


def _target(schema: Object, root: Object) -> Object | None:
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return None
    value: Json = root
    for step in reference.removeprefix("#").strip("/").split("/"):
        if step:
            value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _except(schema: Object, *names: str) -> Object:
    return {key: value for key, value in schema.items() if key not in names}


def _merged(parts: list[Json]) -> Object:
    whole: Object = {}
    for part in parts:
        if isinstance(part, dict):
            properties = {**whole.get("properties", {}), **part.get("properties", {})}
            required = [*whole.get("required", []), *part.get("required", [])]
            whole = {**whole, **part, "properties": properties, "required": required}
    return whole


def _kind(schema: Object, filling: Filling) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = "null" if "null" in kind and filling.depth > _DEEP else kind[0]
    if kind in _MAKERS:
        return str(kind)
    if schema.get("items"):
        return "array"
    return "object" if schema.get("properties") else "string"


def _object(schema: Object, filling: Filling) -> Object:
    properties = schema.get("properties", {})
    names = schema.get("required", [])
    if filling.depth <= _DEEP:
        names = [*properties, *(name for name in names if name not in properties)]
    return {name: fill(properties.get(name, {}), filling) for name in names}


def _array(schema: Object, filling: Filling) -> list[Json]:
    least = int(schema.get("minItems", 0))
    size = least if filling.depth > _DEEP else max(least, 1)
    # Large demands are met at the top only: deeper ones would multiply.
    most = 64 if filling.depth <= 2 else 4
    size = min(size, int(schema.get("maxItems", size)), most)
    return [fill(schema.get("items", {}), filling) for _ in range(size)]


def _string(schema: Object, filling: Filling) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    text = filling.hint or word(filling.chance)
    text = text.ljust(min(int(schema.get("minLength", 0)), 4096), ".")
    return text[: int(schema.get("maxLength", len(text)))]


def _integer(schema: Object, filling: Filling) -> int:
    whole = {"multipleOf": 1, **schema}
    return ceil(_number(whole, filling))


def _number(schema: Object, filling: Filling) -> float:
    step = schema.get("multipleOf") or 1
    low = schema.get("minimum")
    if "exclusiveMinimum" in schema:
        low = schema["exclusiveMinimum"] + step
    high = schema.get("maximum")
    if "exclusiveMaximum" in schema:
        high = schema["exclusiveMaximum"] - step
    if low is None:
        low = 1 if high is None else min(1, high)
    try:
        return ceil(low / step) * step
    except OverflowError:
        return float(low)


def _boolean(schema: Object, filling: Filling) -> bool:
    return filling.chance.random() < 0.5


def _null(schema: Object, filling: Filling) -> None:
    return None


_MAKERS = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "null": _null,
}
