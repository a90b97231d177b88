"""How a model that thinks takes tools, found out on models that differ in it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from conformance.core.exchange import Exchange
from conformance.core.message import Piece, Request, Response
from conformance.core.refusal import other_endpoint
from conformance.inputs.manner import Manner
from conformance.sending.tool_trials import manner_with_tools, next_trial
from conformance.tests.helpers import an_exchange

Model = Callable[[Mapping[str, Any]], str]
MANNER = Manner("max_completion_tokens", temperature=False, effort="low", thinks=True)
ELSEWHERE = "Function tools with reasoning_effort: please use /v1/responses instead."


def takes_all(sent: Mapping[str, Any]) -> str:
    """Refuses nothing."""
    return ""


def is_never_forced(sent: Mapping[str, Any]) -> str:
    """Refuses a choice that forces a call."""
    return "This tool_choice is not supported." if "tool_choice" in sent else ""


def is_never_forced_nor_says_so(sent: Mapping[str, Any]) -> str:
    """Refuses a choice that forces a call, without a name for it."""
    return "Provider returned error" if "tool_choice" in sent else ""


def calls_without_thinking(sent: Mapping[str, Any]) -> str:
    """Refuses tools with any effort above none."""
    return "" if sent.get("reasoning_effort") == "none" else ELSEWHERE


def calls_unforced_without_thinking(sent: Mapping[str, Any]) -> str:
    """Refuses both, the choice first."""
    return is_never_forced(sent) or calls_without_thinking(sent)


def never_calls(sent: Mapping[str, Any]) -> str:
    """Refuses tools with every effort."""
    return ELSEWHERE


def asked_of(model: Model, manner: Manner) -> list[Exchange]:
    """The trials that a model is asked in this manner."""
    trials: list[Exchange] = []
    while (fields := next_trial(manner, trials)) is not None:
        sent = {"model": "thinker", **fields}
        message = model(sent)
        body = json.dumps({"error": {"message": message}} if message else {})
        status = 400 if message else 200
        request = Request("POST", "http://relay.test/v1", (), json.dumps(sent).encode())
        response = Response(status, (), (Piece(0.0, body.encode()),))
        trials.append(Exchange("tools", request, response))
    return trials


@pytest.mark.parametrize(
    ("model", "effort", "forced", "asked"),
    [
        (takes_all, "low", True, 1),
        (is_never_forced, "low", False, 2),
        (is_never_forced_nor_says_so, "low", False, 2),
        (calls_without_thinking, "none", True, 2),
        (calls_unforced_without_thinking, "none", False, 3),
        (never_calls, "low", True, 2),
    ],
)
def test_each_model_is_given_tools_as_it_takes_them(
    model: Model, effort: str, forced: bool, asked: int
) -> None:
    trials = asked_of(model, MANNER)
    manner = manner_with_tools(MANNER, trials)
    assert len(trials) == asked
    assert manner.effort == effort
    assert ("tool_choice" not in manner.refused) == forced


@pytest.mark.parametrize(
    "model", [takes_all, is_never_forced, calls_unforced_without_thinking]
)
def test_requests_with_tools_are_taken_in_that_manner(model: Model) -> None:
    manner = manner_with_tools(MANNER, asked_of(model, MANNER))
    drawn = {"tools": [], "tool_choice": "required", "max_tokens": 80}
    assert model(manner.adapted(drawn)) == ""


def test_a_model_that_is_asked_without_thinking_is_not_asked_twice() -> None:
    manner = replace(MANNER, effort="none")
    assert len(asked_of(never_calls, manner)) == 1
    assert len(asked_of(calls_without_thinking, manner)) == 1


@pytest.mark.parametrize(
    ("message", "endpoint"),
    [
        ("Not supported in /v1/chat/completions. Use /v1/responses.", "/responses"),
        ("It is only supported in v1/responses and not here.", "/responses"),
        ("Did you mean to use v1/completions?", "/completions"),
        ("Tools are not supported in /v1/chat/completions.", ""),
        ("See https://docs.relay.test/api/responses for what is supported.", ""),
        ("The responses differ.", ""),
    ],
)
def test_another_endpoint_is_told_by_its_path(message: str, endpoint: str) -> None:
    exchange = an_exchange(400, json.dumps({"error": {"message": message}}).encode())
    request = replace(exchange.request, url="http://relay.test/v1/chat/completions")
    assert other_endpoint(replace(exchange, request=request)) == endpoint
