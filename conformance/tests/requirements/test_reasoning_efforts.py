"""How much to think: what differs between efforts, and what may."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from conformance.core.exceptions import NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.refusal import EFFORTS
from conformance.core.violation import Violation
from conformance.requirements.chat.test_reasoning_efforts import (
    test_answers_to_different_efforts_differ as answers_differ,
)
from conformance.requirements.chat.test_reasoning_efforts import (
    test_documented_effort_is_no_server_error as documented_is_no_server_error,
)
from conformance.requirements.chat.test_reasoning_efforts import (
    test_effort_fits_into_the_cap as effort_fits,
)
from conformance.requirements.chat.test_reasoning_efforts import (
    test_listed_effort_is_taken as listed_is_taken,
)
from conformance.requirements.chat.test_reasoning_efforts import (
    test_refused_effort_is_named as refused_is_named,
)
from conformance.requirements.chat.test_reasoning_efforts import (
    test_unknown_effort_is_no_server_error as unknown_is_no_server_error,
)
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import SUITE

CASE, PROFILE = SUITE.cases["chat/reasoning-efforts"], SUITE.profiles["openai"]
Answers = Mapping[str, tuple[int, Any]]
Ending = type[Exception] | None


def answer(id: str) -> tuple[int, Any]:
    """An answer with this id."""
    return 200, {"id": id}


def refusal(message: str, param: str | None = "reasoning_effort") -> tuple[int, Any]:
    """A refusal in OpenAI's envelope."""
    return 400, {"error": {"message": message, "param": param}}


TAKEN: Answers = {name: answer(name) for name in (*EFFORTS, "unknown")}
LIST = refusal("Supported values are: 'low', 'medium', 'high'.")
SOME = {**TAKEN, "none": LIST, "minimal": LIST, "xhigh": LIST, "max": LIST}


def recorded(**answers: tuple[int, Any]) -> Recording:
    """A recording with these answers, by efforts."""
    exchanges = (exchange(name, *said) for name, said in answers.items())
    return Recording("chat/reasoning-efforts", "relay", tuple(exchanges))


def exchange(effort: str, status: int, body: Any) -> Exchange:
    """The exchange of a request with an effort."""
    answered = an_exchange(status, json.dumps(body).encode(), step=effort)
    sent = {"model": "m", "max_completion_tokens": 2064, "reasoning_effort": effort}
    request = replace(answered.request, body=json.dumps(sent).encode())
    return replace(answered, request=request)


def ending(judge: Callable[[], None]) -> Ending:
    """What a judgement ends with; None: it holds."""
    try:
        judge()
    except (Violation, Undecided, NotOffered) as found:
        return type(found)
    return None


@pytest.mark.parametrize(
    ("unknown", "ends"),
    [
        (LIST, None),
        (answer("mapped"), None),
        ((500, {}), Violation),
        ((503, {}), Undecided),
    ],
)
def test_an_unknown_effort_may_be_refused_or_mapped(
    unknown: tuple[int, Any], ends: Ending
) -> None:
    recording = recorded(**{**SOME, "unknown": unknown})
    judge = unknown_is_no_server_error
    assert ending(lambda: judge(recording, CASE, PROFILE)) is ends


def test_a_server_that_always_fails_says_nothing_of_efforts() -> None:
    recording = recorded(**dict.fromkeys(TAKEN, (502, {})))
    judges: list[Callable[[], None]] = [
        lambda: unknown_is_no_server_error(recording, CASE, PROFILE),
        lambda: documented_is_no_server_error(recording),
        lambda: refused_is_named(recording),
    ]
    assert [ending(judge) for judge in judges] == [Undecided] * 3


@pytest.mark.parametrize(
    ("highest", "ends"),
    [
        (LIST, None),
        (answer("max"), None),
        ((500, {}), Violation),
        ((503, {}), Undecided),
        ((504, {}), Undecided),
    ],
)
def test_a_documented_effort_may_be_refused(
    highest: tuple[int, Any], ends: Ending
) -> None:
    recording = recorded(**{**SOME, "max": highest})
    assert ending(lambda: documented_is_no_server_error(recording)) is ends


BUDGET = refusal("`max_tokens` must be greater than the thinking budget.", None)
BUDGET_OF_CAP = refusal("The budget exceeds max_completion_tokens.", None)


@pytest.mark.parametrize(
    ("changed", "ends"),
    [
        ({"unknown": LIST}, None),
        ({"unknown": LIST, "high": LIST}, Violation),
        # Refused for something else.
        ({"unknown": LIST, "high": BUDGET}, None),
        ({"unknown": answer("mapped"), "high": LIST}, NotOffered),
        ({"unknown": refusal("Invalid effort.")}, NotOffered),
    ],
)
def test_a_list_is_held_against_each_effort(changed: Answers, ends: Ending) -> None:
    recording = recorded(**{**SOME, **changed})
    assert ending(lambda: listed_is_taken(recording)) is ends


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (LIST, None),
        (refusal("Invalid reasoning effort: 'max'.", None), None),
        (BUDGET_OF_CAP, None),
        ((422, {"detail": [{"loc": ["body", "reasoning_effort"]}]}), None),
        (refusal("Invalid value.", None), Violation),
    ],
)
def test_an_effort_is_named_anywhere(said: tuple[int, Any], ends: Ending) -> None:
    recording = recorded(**{**TAKEN, "max": said})
    assert ending(lambda: refused_is_named(recording)) is ends


def test_nothing_is_to_be_named_where_every_effort_is_taken() -> None:
    assert ending(lambda: refused_is_named(recorded(**TAKEN))) is NotOffered


OTHER = Recording("chat/minimal", "relay", (exchange("create", *answer("other")),))
SAME = Recording("chat/minimal", "relay", (exchange("create", *answer("low")),))


@pytest.mark.parametrize(
    ("changed", "beside", "ends"),
    [
        ({}, OTHER, None),
        ({}, None, None),
        ({"high": answer("low")}, OTHER, Violation),
        ({"high": answer("low")}, SAME, Undecided),
        # One that there is not may well mean another.
        ({"unknown": answer("low")}, OTHER, None),
        (dict.fromkeys((*EFFORTS[:2], *EFFORTS[3:]), LIST), OTHER, NotOffered),
    ],
)
def test_ids_tell_answers_to_different_efforts_apart(
    changed: Answers, beside: Recording | None, ends: Ending
) -> None:
    recording = recorded(**{**SOME, **changed})
    assert ending(lambda: answers_differ(recording, beside)) is ends


# OpenAI's refusal of a cap that leaves no room for a word names no sent field either.
TOO_SMALL = refusal("Could not finish: max_tokens was reached.", None)
FIELD = refusal("`max_completion_tokens` is below the budget.", None)


@pytest.mark.parametrize(
    ("effort", "plain", "ends"),
    [
        (answer("a"), answer("b"), None),
        (BUDGET, answer("b"), Violation),
        (FIELD, answer("b"), None),
        (LIST, answer("b"), None),
        (TOO_SMALL, TOO_SMALL, Undecided),
        ((502, {}), answer("b"), Undecided),
    ],
)
def test_a_budget_is_the_relays_where_the_cap_is_taken_without_an_effort(
    effort: tuple[int, Any], plain: tuple[int, Any], ends: Ending
) -> None:
    names = ("effort-2048", "plain-2048", "effort-1024", "plain-1024")
    answers = dict(zip(names, (effort, plain) * 2, strict=True))
    assert ending(lambda: effort_fits(recorded(**answers))) is ends
