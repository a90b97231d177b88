"""The smallest request that fails: minimal, found within a budget."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.generation.families import FAMILIES
from conformance.generation.request import Generated, Purpose
from conformance.generation.shrink import shrink, smaller
from conformance.tests.generation.sending import drawn
from conformance.tests.packaged import SUITE

Fault = Callable[[dict[str, Any]], bool]
PROFILE = SUITE.profiles["openai"]
BASE = FAMILIES["chat"].minimal(PROFILE, "m")
FULL = {
    **BASE,
    "messages": [
        {"role": "system", "content": "word " * 40},
        {"role": "user", "content": "Say hi. \U0001f600 " + "x" * 200},
    ],
    "temperature": 2,
    "top_p": 1e-9,
    "n": 3,
    "stop": ["END", "\U0001f600", "{", "e"],
    "user": "u" * 500,
    "stream": True,
    "stream_options": {"include_usage": True},
    "logprobs": True,
    "top_logprobs": 20,
    "seed": 2**53 + 1,
}


def text_of(body: dict[str, Any]) -> str:
    """All the text of the messages."""
    return "".join(str(message["content"]) for message in body["messages"])


FAULTS: dict[str, tuple[Fault, set[str]]] = {
    "emoji": (lambda body: "\U0001f600" in text_of(body), set()),
    "two-messages": (lambda body: len(body["messages"]) > 1, set()),
    "temperature": (lambda body: body.get("temperature") == 2, {"temperature"}),
    "top-p": (lambda body: 0 < body.get("top_p", 1) < 1e-6, {"top_p"}),
    "many-stops": (lambda body: len(body.get("stop", [])) == 4, {"stop"}),
    "one-stop": (lambda body: "{" in body.get("stop", []), {"stop"}),
    "long-user": (lambda body: len(body.get("user", "")) >= 64, {"user"}),
    "usage": (
        lambda body: "stream_options" in body,
        {"stream", "stream_options"},
    ),
    "n-and-stream": (
        lambda body: body.get("n", 1) > 1 and bool(body.get("stream")),
        {"n", "stream"},
    ),
    "logprobs": (
        lambda body: body.get("top_logprobs", 0) > 5,
        {"logprobs", "top_logprobs"},
    ),
    "any": (lambda body: True, set()),
}


def request(body: dict[str, Any], statement: str = "", field: str = "") -> Generated:
    """A request of the chat family."""
    path = "/chat/completions"
    return Generated("x", "POST", path, body, purpose=Purpose("chat", statement, field))


def size(made: Generated) -> int:
    """The length of a request as text."""
    return len(json.dumps(made.json))


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_can_be_left_out_at_the_end(name: str) -> None:
    fault, left = FAULTS[name]
    found = shrink(request(FULL), BASE, lambda made: fault(made.json), 1000)
    assert fault(found.json)
    assert set(found.json) - set(BASE) == left
    for way in smaller(found, BASE):
        assert not fault(way.json)


def test_texts_end_as_short_as_they_can_be() -> None:
    fault, _ = FAULTS["emoji"]
    found = shrink(request(FULL), BASE, lambda made: fault(made.json), 1000)
    assert found.json["messages"] == [{"role": "user", "content": "\U0001f600"}]
    fault, _ = FAULTS["long-user"]
    found = shrink(request(FULL), BASE, lambda made: fault(made.json), 1000)
    assert found.json == {**BASE, "user": "u" * 64}


def test_lists_end_with_the_item_that_fails() -> None:
    fault, _ = FAULTS["one-stop"]
    found = shrink(request(FULL), BASE, lambda made: fault(made.json), 1000)
    assert found.json["stop"] == ["{"]


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("budget", [0, 1, 5, 40])
def test_a_budget_is_kept(name: str, budget: int) -> None:
    fault, _ = FAULTS[name]
    asked: list[Generated] = []

    def fails(made: Generated) -> bool:
        asked.append(made)
        return fault(made.json)

    found = shrink(request(FULL), BASE, fails, budget)
    assert len(asked) <= budget
    assert fault(found.json)
    assert size(found) <= size(request(FULL))


def test_forty_are_enough_for_what_is_drawn() -> None:
    family = FAMILIES["chat"]
    base = family.minimal(PROFILE, "m")
    for made in drawn(family, PROFILE, 60):
        for name in set(made.json) - set(base):
            found = shrink(made, base, lambda one, kept=name: kept in one.json, 40)  # type: ignore[misc]
            assert len(set(found.json) - set(base)) <= 2


def test_the_broken_field_stays_as_it_is() -> None:
    body = {**FULL, "stop": ["7", "8", "9", "x", "y"]}
    made = request(body, statement="stop is at most 4 texts", field="stop")
    found = shrink(made, BASE, lambda one: len(one.json["stop"]) > 4, 1000)
    assert found.json == {**BASE, "stop": body["stop"]}


def test_what_a_broken_field_is_moot_without_stays() -> None:
    body = {**FULL, "top_logprobs": 21}
    made = request(body, statement="top_logprobs is at most 20", field="top_logprobs")
    found = shrink(made, BASE, lambda one: True, 1000)
    assert found.json == {**BASE, "logprobs": True, "top_logprobs": 21}


def test_a_body_that_is_a_text_is_not_made_smaller() -> None:
    made = Generated(
        "refused-01", "POST", "/x", body="{]", purpose=Purpose("chat", "it is JSON")
    )
    assert list(smaller(made, BASE)) == []


def test_a_cap_returns_where_another_is_dropped() -> None:
    body = {"model": "m", "messages": BASE["messages"], "max_completion_tokens": 8}
    assert BASE in [way.json for way in smaller(request(body), BASE)]
