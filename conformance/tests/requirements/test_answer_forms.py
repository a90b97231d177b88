"""Answers in other forms than the reference's, where a contract documents these."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from conformance.inputs.profile import Profile
from conformance.requirements.chat import test_formats, test_usage
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.requirements.small_servers import (
    chat_answer,
    recorded,
    verdict,
)
from conformance.tests.server import reply_json

OPENAI = SUITE.profiles["openai"]
add_up = test_usage.test_parts_of_the_prompt_add_up
is_an_object = test_formats.test_content_is_a_json_object


def contract(**answers: object) -> Profile:
    """OpenAI's contract with other answers."""
    return replace(OPENAI, answers=answers)


def judged(
    judge: Callable[..., None], case: str, profile: Profile, answer: dict[str, Any]
) -> str:
    """How a requirement ends on a server that always gives this answer."""
    exchange = recorded(lambda _: reply_json(answer), case).last
    return verdict(partial(judge, exchange, profile))


@pytest.mark.parametrize(
    ("parts", "how"),
    [
        ({"hit": 4, "miss": 5}, "held"),
        ({"hit": 0, "miss": 9}, "held"),
        ({"hit": 4, "miss": 4}, "violated"),
        ({"hit": 9, "miss": 9}, "violated"),
        ({"hit": 9}, "violated"),
        ({"hit": "4", "miss": 5}, "violated"),
        ({"hit": True, "miss": 8}, "violated"),
    ],
)
def test_parts_of_the_prompt_make_up_its_tokens(
    parts: dict[str, object], how: str
) -> None:
    own = contract(prompt_parts=("hit", "miss"))
    answer = chat_answer()
    counted = answer | {"usage": answer["usage"] | parts}
    assert judged(add_up, "chat/minimal", own, counted) == how


def test_no_parts_are_asked_for_where_no_usage_came() -> None:
    own = contract(prompt_parts=("hit", "miss"))
    answer = {k: v for k, v in chat_answer().items() if k != "usage"}
    how = judged(add_up, "chat/minimal", own, answer)
    assert how == "blocked"


def test_parts_are_judged_only_where_a_contract_has_some() -> None:
    entry = CATALOGUE.find("chat.usage.cache-adds-up")
    assert entry is not None
    assert not CATALOGUE.cases_of(entry, OPENAI)
    assert CATALOGUE.cases_of(entry, contract(prompt_parts=("hit", "miss")))


@pytest.mark.parametrize(
    ("text", "allowed", "how"),
    [
        ("", False, "violated"),
        ("", True, "inconclusive"),
        (" \n\n ", True, "inconclusive"),
        ("So be it.", True, "violated"),
        ("{}", True, "held"),
    ],
)
def test_a_json_answer_may_be_blank_where_the_contract_says_so(
    text: str, allowed: bool, how: str
) -> None:
    own, answer = contract(blank_json=allowed), chat_answer(text)
    assert judged(is_an_object, "chat/json-object", own, answer) == how
