"""What somebody may have meant whose data do not match a schema."""

import re
from collections.abc import Iterable
from typing import Any, cast

from jsonschema import ValidationError

from conformance.formats.nearest import nearest


def advice(error: ValidationError) -> str:
    """The key or value that may be meant instead, in a sentence; empty: none is."""
    schema, value = cast(dict[str, Any], error.schema), cast(Any, error.instance)
    match error.validator:
        case "additionalProperties":
            return nearest(_unknown(value, schema)[0], schema.get("properties", {}))
        case "required":
            return _renamed(_unknown(value, schema), schema.get("properties", {}))
        case "enum" if isinstance(value, str):
            return nearest(value, map(str, schema["enum"]))
        case _:
            return ""


def _unknown(value: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """The keys that a schema has neither by name nor by pattern."""
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return [
        key
        for key in value
        if key not in known and not any(re.search(p, key) for p in patterns)
    ]


def _renamed(unknown: list[str], known: Iterable[str]) -> str:
    """What is missing may be there by another name."""
    nobody = "\0"
    for key in unknown:
        sentence = nearest(key, known, nobody)
        if sentence != nobody:
            return f"{key!r} is no key. {sentence}"
    return ""
