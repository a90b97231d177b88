"""What a plan reckons with beside tokens."""

from typing import Any

import pytest

from conformance.cli.costs import Costs, total, unit_of
from conformance.inputs.endpoint import Unit
from conformance.inputs.step import Step
from conformance.tests.helpers import a_step
from conformance.tests.packaged import SUITE

ENDPOINTS = tuple(SUITE.endpoints.values())
PRICES = {"picture": 0.04, "speech": 15.0, "audio": 0.006, "task": 0.1}


def form(path: str, **fields: Any) -> Step:
    """A step that sends a form."""
    return a_step(path, json=None, form=fields)


@pytest.mark.parametrize(
    ("step", "costs"),
    [
        (a_step("/images/generations", json={"prompt": "x"}), Costs(pictures=1)),
        (a_step("/images/generations", json={"n": 2}), Costs(pictures=2)),
        (form("/images/edits", n="3"), Costs(pictures=3)),
        (a_step("/audio/speech", json={"input": "Hello."}), Costs(characters=6)),
        (form("/audio/transcriptions", model="w"), Costs(seconds=4)),
        (a_step("/mj/submit/imagine"), Costs(tasks=1)),
        (a_step("/mj-fast/mj/submit/imagine"), Costs(tasks=1)),
        (a_step("/mj/insight-face/swap"), Costs(tasks=1)),
        (a_step("/mj/task/1/fetch"), Costs()),
        (a_step("/chat/completions"), Costs()),
    ],
)
def test_a_step_has_its_costs(step: Step, costs: Costs) -> None:
    assert total([step], ENDPOINTS) == costs


def test_costs_add_up_to_money() -> None:
    steps = [
        a_step("/images/generations", json={"n": 2}),
        a_step("/audio/speech", json={"input": "x" * 100}),
        form("/audio/translations", model="w"),
        a_step("/mj/submit/blend"),
    ]
    found = total(steps, ENDPOINTS)
    assert found.money(PRICES) == pytest.approx(0.08 + 0.0015 + 0.0004 + 0.1)
    assert str(found) == (
        "2 pictures, 100 characters of speech, 4 seconds of audio, 1 Midjourney task"
    )
    assert str(total([], ENDPOINTS)) == ""


def test_text_is_paid_by_its_tokens() -> None:
    assert unit_of(a_step("/embeddings"), ENDPOINTS) is Unit.TOKENS
    assert unit_of(a_step("/images/generations"), ENDPOINTS) is Unit.PICTURES
