"""What a body that matches a schema looks like: its keys and their types."""

from functools import cache, reduce
from typing import Any, TypeAlias

from conformance.formats.schema import validator

Schema: TypeAlias = dict[str, Any]
_REFERENCE = "relaycert:"


@cache
def shape(name: str) -> Schema:
    """The schema `schemas/<name>.json` in one piece.

    References are followed, and of several alternatives the first one is taken.
    """
    return _whole(validator(name).schema)


def _whole(schema: Schema) -> Schema:
    if "$ref" in schema:
        place = str(schema["$ref"]).removeprefix(_REFERENCE).removesuffix(".json")
        return shape(place)
    inner = {k: _whole(v) for k, v in schema.get("properties", {}).items()}
    own = {**schema, "properties": inner}
    if isinstance(schema.get("items"), dict):
        own["items"] = _whole(schema["items"])
    parts = [*schema.get("allOf", ()), *schema.get("anyOf", ())[:1]]
    return reduce(_merged, map(_whole, parts), own)


def _merged(own: Schema, part: Schema) -> Schema:
    """A schema with what another one says besides."""
    mine, other = own.get("properties", {}), part.get("properties", {})
    both = {key: _merged(mine[key], other[key]) for key in mine.keys() & other.keys()}
    required = dict.fromkeys((*own.get("required", ()), *part.get("required", ())))
    return {
        **part,
        **own,
        "required": list(required),
        "properties": {**other, **mine, **both},
    }
