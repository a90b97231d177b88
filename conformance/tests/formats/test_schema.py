"""Schemas by name, and violations that point at the place."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.core.violation import Violation
from conformance.formats import schema
from conformance.formats.schema import matches

DRAFT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
SCHEMAS: dict[str, Any] = {
    "shape": {
        "type": "object",
        "required": ["id", "usage"],
        "properties": {
            "id": {"type": "string", "minLength": 1},
            "usage": {"$ref": "relaycert:wire/usage.json"},
            "kind": {"const": "chat"},
            "role": {"enum": ["user", "tool"]},
            "floats": {"type": "array", "items": {"type": "number"}},
            "whole": {"type": "array", "items": {"type": "integer"}},
            "either": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "tree": {"$ref": "#/$defs/tree"},
            "rows": {"type": "array", "items": {"required": ["a", "b"]}},
            "a.b": {"additionalProperties": {"items": {"type": ["number"]}}},
        },
        "$defs": {"tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}}},
    },
    "usage": {"properties": {"total": {"type": ["integer", "null"], "minimum": 0}}},
}
GOOD: dict[str, Any] = {"id": "a", "usage": {"total": 1}}


@pytest.fixture(autouse=True)
def _schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wire").mkdir()
    for name, content in SCHEMAS.items():
        path = tmp_path / "wire" / f"{name}.json"
        path.write_text(json.dumps(DRAFT | content), "utf-8")
    monkeypatch.setattr(schema, "data", lambda _: tmp_path)
    monkeypatch.setattr(schema, "validator", schema.validator.__wrapped__)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"floats": [1, 1.5, -2e9], "whole": [1, 2.0]},
        {"either": None, "role": "user", "kind": "chat", "extra": 1},
        {"floats": [], "tree": [[], [[]]]},
    ],
)
def test_what_matches_is_let_through(more: dict[str, Any]) -> None:
    matches(GOOD | more, "wire/shape")


@pytest.mark.parametrize(
    ("value", "expected", "at"),
    [
        ({"usage": {}}, "the field `id`", "the body"),
        ({}, "the fields `id`, `usage`", "the body"),
        (GOOD | {"a.b": {"c": ["x"]}}, "a number", "/a.b/c/0"),
        ([], "an object", "the body"),
        (GOOD | {"id": 5}, "a string", "/id"),
        (GOOD | {"id": ""}, "a text that is not empty", "/id"),
        (GOOD | {"usage": {"total": "1"}}, "an integer or null", "/usage/total"),
        (GOOD | {"usage": {"total": -1}}, "at least 0", "/usage/total"),
        (GOOD | {"kind": "x"}, '"chat"', "/kind"),
        (GOOD | {"role": "x"}, 'one of "user", "tool"', "/role"),
        (GOOD | {"floats": [1.0, True]}, "a number", "/floats/1"),
        (GOOD | {"floats": [1.0, "x"]}, "a number", "/floats/1"),
        (GOOD | {"whole": [1, False]}, "an integer", "/whole/1"),
        (GOOD | {"whole": [1, 1.5]}, "an integer", "/whole/1"),
        (GOOD | {"either": 5}, "one of the documented forms (anyOf)", "/either"),
    ],
)
def test_a_violation_says_what_was_expected_and_where(
    value: object, expected: str, at: str
) -> None:
    with pytest.raises(Violation) as told:
        matches(value, "wire/shape")
    assert (told.value.expected, told.value.at) == (expected, at)


def test_every_missing_field_is_named_wherever_it_is_missing() -> None:
    value = {"id": "a", "rows": [{"a": 1}, {"b": 1}, {"a": 2}]}
    with pytest.raises(Violation) as told:
        matches(value, "wire/shape", at="event 3 ")
    assert told.value.expected == "the fields `usage`, `rows/*/b`, `rows/*/a`"
    assert told.value.at == "event 3"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"id": "a"}, "/usage:missing"),
        (
            {"usage": {}, "rows": [{}]},
            "/id:missing /rows/*/a:missing /rows/*/b:missing",
        ),
        ([], "/:type"),
        (GOOD | {"id": ""}, "/id:value"),
        (GOOD | {"floats": ["x", 1, "y"]}, "/floats/*:type"),
        (GOOD | {"a.b": {"c d\n" + "e" * 99: [""]}}, f"/a.b/c_d_{'e' * 36}/*:type"),
    ],
)
def test_the_kind_says_which_field_is_wrong_and_how(value: object, kind: str) -> None:
    with pytest.raises(Violation) as told:
        matches(value, "wire/shape")
    assert told.value.kind == kind


def test_a_place_can_be_put_before() -> None:
    with pytest.raises(Violation, match="at event 3/id"):
        matches(GOOD | {"id": 5}, "wire/shape", at="event 3")


def test_huge_values_stay_out_of_the_message() -> None:
    huge = GOOD | {"either": ["x" * 100_000], "id": "y" * 100_000}
    with pytest.raises(Violation) as told:
        matches(huge, "wire/shape")
    assert len(str(told.value)) < 1500


def test_deep_values_are_a_violation_not_a_crash() -> None:
    deep: list[object] = []
    for _ in range(sys.getrecursionlimit()):
        deep = [deep]
    with pytest.raises(Violation, match="not nested so deeply"):
        matches(GOOD | {"tree": deep}, "wire/shape")


def test_a_schema_that_is_not_there_is_a_defect_of_ours() -> None:
    with pytest.raises(FileNotFoundError):
        matches({}, "wire/none")
