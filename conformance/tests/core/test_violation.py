"""Violations that explain themselves, whatever the target sent."""

import json
import re
import sys

import pytest

from conformance.core.brief import ABSENT, Verbatim, brief
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
        (b"", "nothing"),
        (Verbatim('200 {"a": 1}'), '200 {"a": 1}'),
        ('{"a": 1}', 'the text {"a": 1}'),
        ("a\\b", "the text a\\b"),
        ("a\nb", '"a\\nb"'),
        ({"a": '{"b": 1}'}, '{"a": "{\\"b\\": 1}"}'),
        (ABSENT, "absent"),
        (None, "null"),
        ([1, ABSENT, None, "x"], '[1, absent, null, "x"]'),
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
    assert len(shown) < 1050
    assert re.search(r"… \((more than )?\d{5} long\)$", shown)


def test_the_choices_are_shown_whole_where_the_rest_is_cut() -> None:
    choices = [{"index": 0, "delta": {"content": "y" * 2000}}]
    chunk = {"id": "x" * 2000, "choices": choices, "usage": None}
    shown = brief(chunk)
    assert json.dumps(choices) in shown
    assert shown.startswith('{"choices": ')
    assert len(shown) < 2100
    assert shown.endswith("long)")


def test_a_short_chunk_is_shown_in_its_own_order() -> None:
    chunk = {"id": "x", "choices": [], "usage": {"total_tokens": 1}}
    assert brief(chunk) == json.dumps(chunk)


def test_even_choices_have_a_bound_and_say_so() -> None:
    shown = brief({"choices": ["z" * 10_000]})
    assert len(shown) < 4050
    assert shown.endswith("… (10017 long)")


def test_what_was_expected_has_a_bound_and_says_so() -> None:
    told = Violation(f"the text {'x' * 5000}")
    assert told.expected.endswith("… (5009 long)")
    assert len(str(told)) < 2100


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
