"""Headers that a contract promises of its answers."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from conformance.core.exchange import Recording
from conformance.inputs.profile import Profile
from conformance.reporting.catalogue import applies
from conformance.requirements.headers.test_expected import (
    test_promised_headers_come as come,
)
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.requirements.small_servers import (
    chat_answer,
    recorded,
    verdict,
)
from conformance.tests.server import Heard, Part, Script, reply

OPENAI = SUITE.profiles["openai"]
NAME = "X-Generation-Id"


def contract(row: Any) -> Profile:
    """OpenAI's contract with one promised header."""
    return replace(OPENAI, headers={"expected": {NAME: row}})


def serving_header(value: str, status: int = 200) -> Script:
    """A server whose answers have the header, if its value is not empty."""

    def script(_: Heard) -> list[Part]:
        kind = ("Content-Type", "application/json")
        headers = (kind, (NAME.lower(), value)) if value else (kind,)
        body = chat_answer() if status == 200 else {"error": {"message": "no"}}
        return reply(status, json.dumps(body).encode(), headers)

    return script


def of(value: str, status: int = 200, case: str = "chat/minimal") -> Recording:
    """What is recorded of such a server."""
    return recorded(serving_header(value, status), case)


@pytest.mark.parametrize(
    ("row", "value", "how"),
    [
        ("gen-.+", "gen-1", "held"),
        ("gen-.+", "", "violated"),
        ("gen-.+", "other", "violated"),
        ("gen", "gen-1", "violated"),
        ({"pattern": ".+"}, "gen-1", "held"),
        ({"pattern": ".+", "on": "success"}, "", "violated"),
        ({"pattern": ".+", "on": "refusal"}, "", "not applicable"),
        ({"pattern": ".+", "routes": ["chat"]}, "", "violated"),
        ({"pattern": ".+", "routes": ["completions"]}, "", "not applicable"),
    ],
)
def test_a_promised_header_has_to_come(row: Any, value: str, how: str) -> None:
    case = SUITE.cases["chat/minimal"]
    assert verdict(partial(come, of(value), case, contract(row))) == how


@pytest.mark.parametrize(
    ("on", "how"),
    [("all", "violated"), ("refusal", "violated"), ("success", "not applicable")],
)
def test_a_refusal_has_it_where_it_is_promised_of_refusals(on: str, how: str) -> None:
    case = SUITE.cases["chat/minimal"]
    row = {"pattern": ".+", "on": on}
    assert verdict(partial(come, of("", 400), case, contract(row))) == how


def test_an_address_that_an_answer_named_need_not_be_the_targets() -> None:
    foreign = [c for c in SUITE.cases.values() if _leads_abroad(c.steps)]
    assert foreign
    for one in foreign:
        abroad = [s for s in one.steps if not s.path.startswith("/")]
        exchange = replace(of("").last, step=abroad[0].name)
        recording = Recording(one.name, "relay", (exchange,))
        assert verdict(partial(come, recording, one, contract(".+"))) == (
            "not applicable"
        )


def _leads_abroad(steps: Any) -> bool:
    return any(not step.path.startswith("/") for step in steps)


def test_no_header_is_judged_where_none_is_promised() -> None:
    entry = CATALOGUE.find("headers.expected")
    assert entry
    case = SUITE.cases["chat/minimal"]
    assert not applies(case, entry.requirement, OPENAI)
    assert applies(case, entry.requirement, contract(".+"))
