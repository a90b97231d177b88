"""The table of a target's file: it gives the same target again."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from conformance.inputs.limits import GenerationSettings, Limits
from conformance.inputs.manner import stated_manners
from conformance.inputs.target import InstrumentSettings, make_target
from conformance.inputs.target_file import table_of
from conformance.inputs.waiver import Waiver
from conformance.tests.helpers import a_target
from conformance.tests.packaged import SUITE

PROFILE = SUITE.profiles["openai"]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"key_env": "", "models": {}},
        {"mj_base_url": "https://relay.test/mj-fast", "claims": ("chat",)},
        {"headers": {"X-Team": "quality"}, "prices": {"input": 0.5}},
        {"limits": Limits(rate=2.0, max_requests=5)},
        {"generation": GenerationSettings(examples=0, seed=7, repeat=3, client=True)},
        {
            "equipment": InstrumentSettings(
                second_key_env="OTHER_KEY", second_key_models=("m", "n")
            )
        },
        {
            "manners": stated_manners(
                {
                    "chat": {"cap": "max_completion_tokens", "temperature": False},
                    "completions": {"effort": "low", "hidden_tokens": 40},
                }
            )
        },
        {"waivers": (Waiver("chat.id", "known", date(2099, 1, 2)),)},
    ],
)
def test_the_table_of_a_target_gives_it_again(parts: dict[str, Any]) -> None:
    target = a_target(profile=PROFILE, **parts)
    table = json.loads(json.dumps(table_of(target)))
    again = make_target(table, "a file", "unnamed", SUITE)
    assert replace(again, keys=target.keys) == target


def test_what_is_empty_is_left_out() -> None:
    table = table_of(a_target(profile=PROFILE, key_env=""))
    assert not {"key_env", "claims", "headers", "waiver", "mj_base_url"} & table.keys()
