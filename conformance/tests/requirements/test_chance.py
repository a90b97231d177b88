"""What chance explains is never called a violation, and what it cannot always is."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.core.exceptions import NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.requirements import relations
from conformance.requirements.chance import RISK, STEADY, is_chance
from conformance.requirements.chat._cases import piece, text
from conformance.requirements.completions.test_temperature import (
    test_temperature_is_zero_unless_given as default_is_zero,
)
from conformance.requirements.seeds import keeps_seed
from conformance.tests.helpers import a_stream, an_exchange
from conformance.tests.packaged import SUITE

HELD = None
VMWARE, NEWER = (SUITE.profiles[f"vmware-pais{name}"] for name in ("", "-9.1"))


def ending(judge: Callable[[], None]) -> type[Exception] | None:
    """What a judgement ends with."""
    try:
        judge()
    except (Violation, Undecided) as found:
        return type(found)
    return HELD


@pytest.mark.parametrize(
    ("alike", "tries", "chance"),
    [
        # 0.1 x 0.1 is one in a hundred; one of two is 0.19.
        (0, 1, True),
        (0, 2, False),
        (1, 2, True),
        (2, 2, True),
        (4, 8, False),  # 0.005
        (5, 8, True),  # 0.038
        (0, 0, True),
    ],
)
def test_one_run_in_a_hundred_is_wrong_at_most(
    alike: int, tries: int, chance: bool
) -> None:
    assert is_chance(alike, tries) is chance


def asked(step: str, said: Exchange, **more: Any) -> Exchange:
    """An exchange of a step whose request carries these fields."""
    body = json.dumps({"model": "m", **more}).encode()
    return replace(said, step=step, request=replace(said.request, body=body))


def as_json(step: str, said: str) -> Exchange:
    """A chat answer, or a completion's, with one text."""
    choice = {"index": 0, "message": {"content": said}, "text": said}
    body = json.dumps({"choices": [{**choice, "finish_reason": "stop"}]})
    return asked(step, an_exchange(200, body.encode()))


def as_stream(step: str, said: str) -> Exchange:
    """A chat stream that joins to a text."""
    chunk = {"choices": [{"index": 0, "delta": {"content": said}}]}
    return asked(step, a_stream(json.dumps(chunk), "[DONE]"), stream=True)


def recording(*exchanges: Exchange) -> Recording:
    """A recording of these exchanges."""
    return Recording("chat/case", "relay", exchanges)


@pytest.mark.parametrize(
    ("plain", "streamed", "ends"),
    [
        ("AA", "AA", HELD),
        ("AA", "AB", Undecided),
        ("AA", "BB", Violation),
        ("AA", "BC", Violation),
        ("AB", "BB", Undecided),
        ("AAAAAAAA", "ABABABAB", Violation),
        ("AAAAAAAA", "AAABABAA", Undecided),
    ],
)
def test_a_stream_that_differs_once_is_no_violation(
    plain: str, streamed: str, ends: type[Exception] | None
) -> None:
    found = recording(
        *(as_json("json", one * 8) for one in plain),
        *(as_stream("stream", one * 8) for one in streamed),
    )
    assert ending(lambda: relations.is_same_text(found, text, piece)) is ends


def step_of(judge: Callable[[], None]) -> str:
    """The step that a violation names."""
    with pytest.raises(Violation) as found:
        judge()
    assert found.value.exchange is not None
    return found.value.exchange.step


def test_a_violation_names_the_step_that_shows_it() -> None:
    plain = (as_json("json", "A"), as_json("again", "A"))
    differs = (as_stream("stream", "B"), as_stream("stream-again", "C"))
    found = recording(*plain, *differs)
    assert step_of(lambda: relations.is_same_text(found, text, piece)) == "stream"
    greedy = (as_json("greedy", "A"), as_json("greedy-again", "A"))
    default = (as_json("default", "B"), as_json("default-again", "C"))
    seeded = tuple(as_json(f"seeded-{said}", said) for said in "CDE")
    other = as_json("other", "F")
    found = recording(*greedy, *default, other)
    assert step_of(lambda: default_is_zero(found, VMWARE)) == "default"
    found = recording(*greedy, *seeded, other)
    assert step_of(lambda: keeps_seed(found, text)) == "seeded-D"


def test_one_comparison_in_a_hundred_blames_a_steady_target_at_most() -> None:
    chance, runs = random.Random(1), 3000

    def said() -> str:
        """The usual text nine times in ten, else one that nothing else is like."""
        return "usual" if chance.random() < STEADY else f"{chance.random()}"

    def is_blamed() -> bool:
        plain = [as_json("json", said()) for _ in range(2)]
        found = recording(*plain, *(as_stream("stream", said()) for _ in range(2)))
        return ending(lambda: relations.is_same_text(found, text, piece)) is Violation

    blamed = sum(is_blamed() for _ in range(runs))
    assert 0 < blamed <= RISK * runs


@pytest.mark.parametrize(
    ("greedy", "seeded", "other", "ends"),
    [
        ("AA", "CCC", "D", HELD),
        ("AA", "CCC", "", HELD),
        ("AA", "AAA", "", Undecided),
        ("AA", "CDE", "F", Violation),
        ("AA", "CCD", "F", Undecided),
        ("AB", "CDE", "F", Undecided),
        ("AA", "CCC", "C", Undecided),
    ],
)
def test_a_seed_that_is_kept_at_times_is_no_violation(
    greedy: str, seeded: str, other: str, ends: type[Exception] | None
) -> None:
    found = recording(
        *(as_json("greedy", one) for one in greedy),
        *(as_json("seeded", one) for one in seeded),
        *(as_json("other", one) for one in other),
    )
    assert ending(lambda: keeps_seed(found, text)) is ends


@pytest.mark.parametrize(
    ("greedy", "default", "ends"),
    [
        ("AA", "AA", HELD),
        ("AA", "AB", Undecided),
        ("AA", "BC", Violation),
        ("AB", "BC", Undecided),
    ],
)
def test_a_default_that_is_kept_at_times_is_no_violation(
    greedy: str, default: str, ends: type[Exception] | None
) -> None:
    found = recording(
        *(as_json("greedy", one) for one in greedy),
        *(as_json("default", one) for one in default),
        as_json("other", "Z"),
    )
    assert ending(lambda: default_is_zero(found, VMWARE)) is ends


def test_no_default_is_asked_for_where_the_contract_has_none() -> None:
    steps = (as_json("greedy", "A"), as_json("default", "B"), as_json("default-2", "C"))
    with pytest.raises(NotOffered):
        default_is_zero(recording(*steps), NEWER)
