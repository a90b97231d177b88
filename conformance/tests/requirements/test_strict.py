"""Strict JSON: what is not, or a strange one, is a violation of its exchange."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.core.brief import brief
from conformance.core.exceptions import Blocked
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.requirements.strict import (
    strict_answer,
    strict_body,
    strict_json,
    strict_payloads,
)
from conformance.tests.growth import BETWEEN, growth
from conformance.tests.helpers import a_stream, an_exchange

DEEP = b"[" * (sys.getrecursionlimit() * 20)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1, "a": 2}', r'strict JSON \(the name "a" stands twice\)'),
        (b'[{"b": {"a": 1, "a": 1}}]', "stands twice"),
        (b'{"a": 1, "\\u0061": 2}', "stands twice"),
        (b"[NaN]", r"strict JSON \(NaN is not JSON\)"),
        (b"[-Infinity]", "-Infinity is not JSON"),
        (b'"\xff"', "JSON"),
        (b'"\xed\xa0\x80"', "JSON"),
        (b"", "JSON"),
        (b"{} {}", "JSON"),
        (b"{'a': 1}", "JSON"),
        (b"[1,]", "JSON"),
        (DEEP, "JSON"),
        (b"1" * 10_000, "JSON"),
        (b"\xef\xbb\xbf{}", "JSON"),
    ],
)
def test_what_is_not_strict_json_is_a_violation(data: bytes, reason: str) -> None:
    with pytest.raises(Violation, match=reason) as told:
        strict_json(data, "the body")
    assert told.value.at == "the body"
    assert len(str(told.value)) < 1500


@given(data=st.binary(max_size=40) | st.text(max_size=20).map(str.encode))
def test_any_bytes_are_json_or_a_violation(data: bytes) -> None:
    try:
        shown = brief(strict_json(data, "the body"))
    except Violation as told:
        shown = str(told)
    assert shown.encode("utf-8")


def test_many_names_take_no_square_of_their_number() -> None:
    def read(number: int) -> None:
        names = ",".join(f'"{n}":0' for n in range(number))
        with pytest.raises(Violation, match="stands twice"):
            strict_json(f'{{{names},"{number - 1}":0}}'.encode(), "the body")

    assert growth(read, 10_000) < BETWEEN


def test_a_long_name_that_stands_twice_is_shown_in_short() -> None:
    name = "x" * 100_000
    with pytest.raises(Violation) as told:
        strict_json(f'{{"{name}": 1, "{name}": 2}}'.encode(), "the body")
    assert len(str(told.value)) < 1500


def is_shown(violation: Violation, exchange: Exchange) -> bool:
    """Whether a violation names the exchange."""
    return violation.exchange is exchange


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"a": 1, "a": 1}', b""])
def test_an_answer_that_is_no_object_is_a_violation(body: bytes) -> None:
    exchange = an_exchange(200, body)
    with pytest.raises(Violation, match="JSON") as raised:
        strict_answer(exchange)
    assert is_shown(raised.value, exchange)


def test_a_refusal_has_no_answer_but_a_body() -> None:
    with pytest.raises(Blocked, match="refused"):
        strict_answer(an_exchange(400, b"{}"))
    assert strict_body(an_exchange(400, b"null")) is None
    exchange = an_exchange(400, b"<html>")
    with pytest.raises(Violation, match="JSON") as raised:
        strict_body(exchange)
    assert is_shown(raised.value, exchange)


@pytest.mark.parametrize("events", [(), ("[DONE]",)])
def test_a_stream_without_payload_is_a_violation(events: tuple[str, ...]) -> None:
    with pytest.raises(Violation, match="at least one event with JSON"):
        strict_payloads(a_stream(*events))


def test_an_event_that_is_no_json_says_which() -> None:
    exchange = a_stream("{}", "oops", "[DONE]")
    with pytest.raises(Violation, match="at event 2") as raised:
        strict_payloads(exchange)
    assert is_shown(raised.value, exchange)


def test_json_where_a_stream_was_asked_for_blocks() -> None:
    with pytest.raises(Blocked, match="not a stream"):
        strict_payloads(an_exchange(200, b"{}"))
