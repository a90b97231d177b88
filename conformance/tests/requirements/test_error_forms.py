"""Refusals in other forms than the reference's, where a contract documents these."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from conformance.core.exchange import Exchange
from conformance.inputs.case import Case
from conformance.inputs.profile import Profile
from conformance.requirements.errors import test_body
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import SUITE
from conformance.tests.requirements.small_servers import verdict

OPENAI = SUITE.profiles["openai"]
CASE, PATH = (
    SUITE.cases["errors/chat/max-tokens-negative"],
    SUITE.cases["http/unknown-path"],
)
BODIES: Mapping[str, object] = {
    "error": {
        "error": {
            "message": "no",
            "type": "invalid_request_error",
            "param": None,
            "code": "bad",
        }
    },
    "error-text": {"error": "no"},
    "error-detail": {"detail": "no"},
    "error-flat": {"object": "error", "message": "no", "type": "bad", "code": 400},
    "error-openrouter": {"error": {"code": 400, "message": "no", "metadata": None}},
    "error-code-integer": {"error": {"message": "no", "type": "Bad", "code": 400}},
    "error-optional": {"error": {"code": "400"}},
    "error-plain": "no",
}
JUDGES: Mapping[str, Callable[[Exchange, Profile, Case], None]] = {
    "json": test_body.test_refusal_is_json,
    "envelope": test_body.test_refusal_has_the_documented_body,
    "type": test_body.test_refusal_has_a_type,
    "message": test_body.test_refusal_says_why,
    "literals": test_body.test_nothing_is_spelled_out,
    "param": test_body.test_refusal_names_the_field,
}


def refusal(body: object, status: int = 400) -> Exchange:
    """A refusal with this body: a text as it is, all else as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    kind = "text/plain" if isinstance(body, str) else "application/json"
    return an_exchange(status, text.encode(), headers=(("Content-Type", kind),))


def contract(envelope: str, **more: str) -> Profile:
    """OpenAI's contract with other bodies of refusals."""
    forms = {k.replace("_", "-"): f"wire/{v}" for k, v in more.items()}
    return replace(OPENAI, envelopes={"default": f"wire/{envelope}", **forms})


def ends(exchange: Exchange, profile: Profile, case: Case = CASE) -> dict[str, str]:
    """How each requirement on a body ends."""
    return {
        name: verdict(partial(judge, exchange, profile, case))
        for name, judge in JUDGES.items()
    }


@pytest.mark.parametrize("name", BODIES)
def test_the_documented_body_violates_nothing_but_where_it_says_nothing(
    name: str,
) -> None:
    found = ends(refusal(BODIES[name]), contract(name))
    silent = {"error-optional": {"message", "type"}, "error-code-integer": set()}
    violated = {judge for judge, how in found.items() if how == "violated"}
    assert violated <= silent.get(name, set())
    assert found["envelope"] == ("not applicable" if name == "error-plain" else "held")


@pytest.mark.parametrize("name", [n for n in BODIES if n not in ("error",)])
def test_the_reference_promises_another_body(name: str) -> None:
    found = ends(refusal(BODIES[name]), OPENAI)
    keeps = name in ("error-openrouter", "error-code-integer")
    expected = {"error-plain": "blocked"}.get(name, "held" if keeps else "violated")
    assert found["envelope"] == expected


@pytest.mark.parametrize(
    "name", ["error-text", "error-detail", "error-flat", "error-openrouter"]
)
def test_the_body_of_the_reference_is_another_than_the_documented_one(
    name: str,
) -> None:
    assert ends(refusal(BODIES["error"]), contract(name))["envelope"] == "violated"


@pytest.mark.parametrize(
    ("name", "lacks"),
    [
        ("error-text", {"type", "literals", "param"}),
        ("error-detail", {"type", "literals", "param"}),
        ("error-flat", {"type", "literals", "param"}),
        ("error-plain", {"json", "envelope", "type", "literals", "param"}),
        ("error-openrouter", {"type", "param"}),
    ],
)
def test_what_the_documented_body_does_not_have_is_not_judged(
    name: str, lacks: set[str]
) -> None:
    found = ends(refusal(BODIES[name]), contract(name))
    assert {n for n, how in found.items() if how == "not applicable"} == lacks


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("error-text", {"error": ""}),
        ("error-detail", {"detail": "None"}),
        ("error-detail", {"detail": {"code": 5}}),
        ("error-flat", {"message": ""}),
        ("error-openrouter", {"error": {"code": 400, "message": " "}}),
        ("error-plain", "  "),
    ],
)
def test_a_message_has_to_say_something_in_every_form(name: str, body: Any) -> None:
    assert ends(refusal(body), contract(name))["message"] == "violated"


@pytest.mark.parametrize(
    "body",
    [
        {"message": {"detail": [{"msg": "no", "loc": ["body"], "type": "t"}]}},
        {"message": {"reason": "no"}},
    ],
)
def test_a_message_may_be_an_object_that_says_it(body: Any) -> None:
    assert ends(refusal(body), contract("error-flat"))["message"] == "held"


def test_kinds_that_share_a_status_have_bodies_of_their_own() -> None:
    profile = contract("error", unknown_path="error-detail")
    model = SUITE.cases["errors/unknown-model"]
    detail, error = refusal({"detail": "no"}, 404), refusal(BODIES["error"], 404)
    assert ends(detail, profile, PATH)["envelope"] == "held"
    assert ends(error, profile, PATH)["envelope"] == "violated"
    assert ends(error, profile, model)["envelope"] == "held"
    assert ends(detail, profile, model)["envelope"] == "violated"


def test_the_body_of_a_kind_goes_with_its_statuses_alone() -> None:
    profile = contract("error", validation="error-flat")
    assert profile.envelope(400, "validation") == "wire/error-flat"
    assert profile.envelope(401, "validation") == "wire/error"
