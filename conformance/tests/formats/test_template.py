"""Filling the places in the data of a case."""

import pytest

from conformance.formats.template import Unfilled, fill, places

CONTEXT = {"models": {"chat": "m"}, "steps": {"a": {"json": {"ids": ["x", 7]}}}}


def test_a_whole_place_keeps_the_type() -> None:
    assert fill({"id": ["${steps.a.json.ids.1}"]}, CONTEXT) == {"id": [7]}
    assert fill("${steps.a.json.ids}", CONTEXT) == ["x", 7]


def test_a_place_in_a_text_becomes_text() -> None:
    assert fill("/t/${steps.a.json.ids.1}/${models.chat}", CONTEXT) == "/t/7/m"


@pytest.mark.parametrize("value", [None, True, 1.5, "plain", "$5 {x}", []])
def test_all_else_stays_as_it_is(value: object) -> None:
    assert fill(value, CONTEXT) == value


@pytest.mark.parametrize(
    "name",
    ["models.none", "steps.a.json.ids.2", "steps.a.json.ids.x", "models.chat.0", ""],
)
def test_an_unknown_place_is_told_by_name(name: str) -> None:
    with pytest.raises(Unfilled) as told:
        fill(f"${{{name}}}", CONTEXT)
    assert str(told.value) == name


def test_filled_text_is_not_filled_again() -> None:
    assert fill("${a}", {"a": "${b}", "b": "no"}) == "${b}"


def test_places_are_found_wherever_they_stand() -> None:
    assert places({"a": ["${x.y}", {"b": "/${z}/"}], "c": 5}) == {"x.y", "z"}
