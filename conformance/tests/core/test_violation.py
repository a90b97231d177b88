"""Violations that explain themselves, whatever the target sent."""

import json
import sys

import pytest

from conformance.core.brief import brief
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation, judges_exchange
from conformance.tests.helpers import an_exchange


def test_a_violation_says_expected_got_and_where() -> None:
    told = Violation("an integer", got="7", at="/usage/total_tokens")
    assert str(told) == 'expected an integer, got "7", at /usage/total_tokens'


def test_what_is_not_known_is_not_said() -> None:
    assert str(Violation("an id")) == "expected an id"
    assert str(Violation("an id", got=None)) == "expected an id, got null"


def test_a_helper_says_which_exchange_it_judges() -> None:
    exchange, other = an_exchange(step="one"), an_exchange(step="two")
    unsaid, said = Violation("an id"), Violation("an id", exchange=other)

    @judges_exchange
    def judge(exchange: Exchange, violation: Violation) -> None:
        raise violation

    for violation in (unsaid, said):
        with pytest.raises(Violation):
            judge(exchange, violation)
    assert unsaid.exchange is exchange
    assert said.exchange is other


def test_it_is_an_assertion_for_pytest() -> None:
    assert issubclass(Violation, AssertionError)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("é", '"é"'),
        ([1, None], "[1, null]"),
        (b"text", "text"),
        (b"\xff", "\\xff"),
        (float("nan"), "NaN"),
        ({1, 2}, "{1, 2}"),
        ("\ud800", '"\\ud800"'),
    ],
)
def test_values_are_shown_as_json_where_they_can_be(value: object, shown: str) -> None:
    assert brief(value) == shown


@pytest.mark.parametrize("value", ["x" * 10_000, b"x" * 10_000, {"a": ["x"] * 9999}])
def test_long_values_are_cut_and_say_so(value: object) -> None:
    shown = brief(value)
    assert len(shown) < 450
    assert "long)" in shown


def test_deep_values_do_not_crash() -> None:
    deep: list[object] = []
    for _ in range(sys.getrecursionlimit() + 10):
        deep = [deep]
    assert brief(deep) == "JSON that is nested too deeply to show"


def test_a_lone_surrogate_can_be_written() -> None:
    value = json.loads('{"a\\ud800": "\\udfff"}')
    assert str(Violation("text", got=value)).encode("utf-8")


def test_a_violation_can_say_in_which_way_a_requirement_is_violated() -> None:
    assert Violation("an id").kind == ""
    told = Violation("an id", kind="missing")
    assert told.kind == "missing"
    assert str(told) == "expected an id"
