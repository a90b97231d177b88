"""Each place of OpenAI's document is in one statement, and none has gone."""

from collections import Counter
from copy import deepcopy
from typing import Any

import pytest

from conformance.inputs.statement import PageStatement
from conformance.tests.oracle import document
from conformance.tests.trace.coverage import (
    NEWER,
    STATEMENTS,
    installed,
    known,
    patterns,
    places_in,
    places_of,
)
from conformance.tests.trace.openapi import Walk
from conformance.tests.trace.places import matching, uncovered

IDS = {one.id: one for one in STATEMENTS}
TAKEN_OUT = (
    "openai/chat#request.temperature",
    "openai/chat#request.temperature:default=1",
    "openai/chat#request.messages(tool).tool_call_id",
    "openai/chat#stored.list.route",
    "openai/audio#speech.request.stream_format",
    "openai/images#generations.request.quality",
    "openai/models#list.answer.data.owned_by",
)
OF_A_FIELD = [
    "openai/embeddings#request.newest",
    "openai/embeddings#request.newest:default=a",
    "openai/embeddings#request.newest=a",
    "openai/embeddings#request.newest=b",
]


def with_change(*path: str, to: Any) -> dict[str, Any]:
    """The document with one value put somewhere."""
    copy = deepcopy(document())
    inner = copy
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = to
    return copy


def prose(one: PageStatement) -> bool:
    """Whether a statement is about all routes, so that it has a name of its own."""
    return one.id.startswith("openai/errors#status")


def test_each_place_of_the_document_is_traced() -> None:
    assert uncovered(places_in(document()), patterns()) == []


def test_what_a_newer_document_was_seen_to_state_is_traced() -> None:
    assert uncovered(NEWER, patterns()) == []
    assert set(NEWER) & set(installed()) == set(), (
        "It is installed: take it out of NEWER."
    )


def test_each_place_is_in_one_statement() -> None:
    """None is stated twice, so that each row has places of its own."""
    often = Counter(place for one in STATEMENTS for place in places_of(one))
    assert [place for place, count in often.items() if count > 1] == []


@pytest.mark.parametrize("one", STATEMENTS, ids=lambda one: str(one.id))
def test_what_a_statement_covers_is_in_the_document_or_the_client(
    one: PageStatement,
) -> None:
    """Where both have lost a place, its statement goes as well."""
    # What only the prose of the document says covers no place.
    stated = (one.id, *one.covers) if one.covers and not prose(one) else one.covers
    assert [pattern for pattern in stated if not matching(known(), [pattern])] == []


@pytest.mark.parametrize("id", TAKEN_OUT)
def test_a_statement_that_is_taken_out_is_missed(id: str) -> None:
    rest = [one for one in STATEMENTS if one.id != id]
    missing = uncovered(known(), patterns(rest))
    assert missing == places_of(IDS[id])
    assert missing


def test_a_new_field_is_named_with_all_that_is_said_of_it() -> None:
    field = {"type": "string", "enum": ["a", "b"], "default": "a"}
    schema = ("components", "schemas", "CreateEmbeddingRequest", "properties", "newest")
    missing = uncovered(places_in(with_change(*schema, to=field)), patterns())
    assert missing == OF_A_FIELD


def test_a_new_value_event_status_and_operation_are_named() -> None:
    changed = with_change("paths", "/models", "patch", to={"responses": {"202": {}}})
    changed["paths"]["/embeddings"]["post"]["responses"]["409"] = {"headers": {"X": {}}}
    schemas = changed["components"]["schemas"]
    schemas["CreateEmbeddingRequest"]["properties"]["encoding_format"]["enum"] += ["q"]
    event = {"properties": {"type": {"const": "image_generation.begun"}, "at": {}}}
    schemas["ImageGenStreamEvent"]["anyOf"].append(event)
    missing = uncovered(places_in(changed), patterns())
    assert missing == [
        "openai/embeddings#request.encoding_format=q",
        "openai/embeddings#status.409",
        "openai/embeddings#status.409.header.X",
        "openai/images#generations.event(image_generation.begun)",
        "openai/images#generations.event(image_generation.begun).at",
        "openai/operations#PATCH /models.route",
        "openai/operations#PATCH /models.status.202",
    ]


def test_a_bound_that_has_moved_is_named() -> None:
    schema = ("components", "schemas", "CreateEmbeddingRequest", "properties")
    moved = with_change(*schema, "dimensions", "minimum", to=2)
    assert uncovered(places_in(moved), patterns()) == [
        "openai/embeddings#request.dimensions:minimum=2"
    ]


def an_operation(schema: Any, **schemas: Any) -> list[str]:
    """The places below the answer of an operation of our own."""
    answer = {"content": {"application/json": {"schema": schema}}}
    spec = {
        "paths": {"/embeddings": {"post": {"responses": {"200": answer}}}},
        "components": {"schemas": schemas},
    }
    places = Walk(spec).places(["/embeddings"])
    return [one.removeprefix("openai/embeddings#answer") for one in places[3:]]


def test_kinds_of_objects_are_told_apart() -> None:
    a = {"properties": {"type": {"const": "a"}, "x": {"type": "string"}}}
    b = {"properties": {"type": {"enum": ["b"]}, "y": {"type": ["integer", "null"]}}}
    schema = {"properties": {"parts": {"type": "array", "items": {"oneOf": [a, b]}}}}
    assert an_operation(schema) == [
        ".parts",
        ".parts:array",
        ".parts(a)",
        ".parts(a).x",
        ".parts(a).x:string",
        ".parts(b)",
        ".parts(b).y",
        ".parts(b).y:integer",
        ".parts(b).y:null",
    ]


def test_a_field_is_required_where_every_alternative_requires_it() -> None:
    one = {"properties": {"x": {}, "y": {}}, "required": ["x", "y"]}
    other = {"properties": {"x": {}}, "required": ["x"]}
    assert an_operation({"anyOf": [one, other]}) == [".x", ".x:required", ".y"]


def test_references_additions_and_circles_are_followed() -> None:
    node = {"properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    bound = {"allOf": [{"type": "number", "minimum": 0}, {"maximum": 1}]}
    more = {"properties": {"share": bound}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Node"}, more]}
    assert an_operation(schema, Node=node) == [
        ".next",
        ".next.next",
        ".share",
        ".share:minimum=0",
        ".share:maximum=1",
        ".share:number",
    ]


def test_items_and_values_of_maps_have_places_of_their_own() -> None:
    texts = {"type": "array", "items": {"type": "string", "maxLength": 3}}
    counts = {"type": "object", "additionalProperties": {"type": "integer"}}
    schema = {"properties": {"texts": texts, "counts": counts}}
    assert an_operation(schema) == [
        ".texts",
        ".texts:array",
        ".texts[]:maxLength=3",
        ".texts[]:string",
        ".counts",
        ".counts:object",
        ".counts.*:integer",
    ]
