"""What a case sends: exactly one of three kinds."""

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.inputs.stimulus import (
    ClientJourney,
    GeneratedRequests,
    Stimulus,
    WrittenSteps,
    stimulus_of,
)
from conformance.tests.helpers import a_case, a_step


@pytest.mark.parametrize(
    ("raw", "stimulus"),
    [
        (
            {"generate": "chat", "examples": 18, "model": "chat", "steps": []},
            GeneratedRequests("chat", 18, "chat"),
        ),
        (
            {"generate": "midjourney", "examples": 6, "steps": []},
            GeneratedRequests("midjourney", 6),
        ),
        (
            {"client": "openai", "model": "chat", "steps": []},
            ClientJourney("openai", "chat"),
        ),
        ({"steps": [], "burst": True}, WrittenSteps((), burst=True)),
    ],
)
def test_the_keys_of_a_case_file_say_what_is_sent(
    raw: Mapping[str, Any], stimulus: Stimulus
) -> None:
    assert stimulus_of(raw) == stimulus


def test_only_written_steps_are_steps_of_a_case() -> None:
    steps = (a_step(json={"model": "${models.chat}"}),)
    assert a_case(steps=steps).steps == steps
    assert a_case(steps=steps).models == ("chat",)
    drawn = a_case(stimulus=GeneratedRequests("chat", 18, "chat"))
    assert (drawn.steps, drawn.models) == ((), ("chat",))
    assert a_case(stimulus=GeneratedRequests("midjourney", 6)).models == ()
