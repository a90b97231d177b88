"""The form of a refusal's body, as far as its schema tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from conformance.formats.schema import schema_at

_ERROR = "error"


@dataclass(frozen=True, slots=True)
class ErrorForm:
    """What a documented body of a refusal has."""

    # Whether it is a plain text, and no JSON.
    plain: bool = False
    # Whether `error` is a text.
    texts: bool = False
    # The fields of the `error` object; empty: it has none.
    fields: frozenset[str] = frozenset()
    # The fields beside `error`.
    top: frozenset[str] = frozenset()


@cache
def error_form(name: str) -> ErrorForm:
    """The form that a schema below `schemas/` describes; an empty one without name."""
    if not name:
        return ErrorForm()
    nodes = list(_nodes(schema_at(name)))
    errors = [n for node in nodes for n in _at(node, _ERROR)]
    return ErrorForm(
        plain=any(node.get("type") == "string" for node in nodes),
        texts=any(node.get("type") == "string" for node in errors),
        fields=_fields(errors),
        top=_fields(nodes) - {_ERROR},
    )


def _nodes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema and those that it is made of."""
    yield schema
    parts = [schema, *schema.get("allOf", ()), *schema.get("anyOf", ())]
    for part in parts:
        if "$ref" in part:
            yield from _nodes(schema_at(part["$ref"]))
        elif part is not schema:
            yield from _nodes(part)


def _at(schema: dict[str, Any], field: str) -> Iterator[dict[str, Any]]:
    inner = schema.get("properties", {}).get(field)
    if inner is not None:
        yield from _nodes(inner)


def _fields(nodes: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(name for node in nodes for name in node.get("properties", {}))
