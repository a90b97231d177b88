"""What `error.code` holds, and which model an answer names, where a contract says."""

import json
from dataclasses import replace
from functools import partial

import pytest

from conformance.inputs.profile import Profile
from conformance.reporting.catalogue import applies
from conformance.requirements.chat.test_answer import (
    test_answer_names_a_model as names_a_model,
)
from conformance.requirements.errors import test_codes
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.requirements.small_servers import (
    chat_answer,
    recorded,
    verdict,
)
from conformance.tests.server import reply_json

OPENAI = SUITE.profiles["openai"]
CASE = SUITE.cases["errors/chat/max-tokens-negative"]
JUDGES = {
    "errors.code": test_codes.test_code_has_its_type,
    "errors.code-is-status": test_codes.test_code_is_the_status,
}


def contract(code: str) -> Profile:
    """OpenAI's contract with a word on codes; empty: none."""
    return replace(OPENAI, errors={"code": code} if code else {})


@pytest.mark.parametrize(
    ("kind", "code", "typed", "status"),
    [
        ("text", "bad", "held", "not applicable"),
        ("text", 400, "violated", "not applicable"),
        ("integer", 17, "held", "not applicable"),
        ("integer", "17", "violated", "not applicable"),
        ("integer", True, "violated", "not applicable"),
        ("status", 400, "not applicable", "held"),
        ("status", "400", "not applicable", "held"),
        ("status", 401, "not applicable", "violated"),
        ("status", "invalid_value", "not applicable", "violated"),
        ("status", None, "not applicable", "not applicable"),
        ("text", None, "not applicable", "not applicable"),
    ],
)
def test_a_code_holds_what_the_contract_says(
    kind: str, code: object, typed: str, status: str
) -> None:
    body = json.dumps({"error": {"message": "no", "code": code}}).encode()
    exchange, profile = an_exchange(400, body), contract(kind)
    ends = [verdict(partial(j, exchange, profile, CASE)) for j in JUDGES.values()]
    assert ends == [typed, status]


@pytest.mark.parametrize("id", JUDGES)
def test_no_code_is_judged_where_nothing_is_said_of_it(id: str) -> None:
    entry = CATALOGUE.find(id)
    assert entry
    assert not applies(CASE, entry.requirement, contract(""))
    assert applies(CASE, entry.requirement, contract("status"))


@pytest.mark.parametrize(
    ("echo", "named", "how"),
    [
        ("same", "m", "held"),
        ("same", "m-2026-01-01", "violated"),
        ("same", "", "violated"),
        ("any", "m-2026-01-01", "held"),
        ("", "m-2026-01-01", "held"),
        ("", "", "violated"),
    ],
)
def test_an_answer_names_the_asked_model_where_documented(
    echo: str, named: str, how: str
) -> None:
    answer = {**chat_answer(), "model": named}
    asked = recorded(lambda _: reply_json(answer), "chat/minimal").last
    profile = replace(OPENAI, answers={"echo_model": echo} if echo else {})
    assert verdict(partial(names_a_model, asked, profile)) == how
