"""Thinking that costs: what chance explains, and who ended a request."""

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.requirements.chance import RISK, STEADY
from conformance.requirements.chat.test_reasoning_levels import QUESTIONS
from conformance.requirements.chat.test_reasoning_levels import (
    test_effort_decides_what_an_answer_costs as effort_decides,
)
from conformance.requirements.chat.test_reasoning_levels import (
    test_long_thinking_is_waited_for as is_waited_for,
)
from conformance.tests.helpers import a_stream, an_exchange

RUNS = 3000
Ending = type[Exception] | None
Costs = tuple[int, int]


def ending(judge: Callable[[], None]) -> Ending:
    """What a judgement ends with; None: it holds."""
    try:
        judge()
    except (Violation, Undecided, NotOffered) as found:
        return type(found)
    return None


def answer(
    effort: str, tokens: int, finish: str = "stop", status: int = 200, **more: int
) -> Exchange:
    """An answer that cost so many tokens."""
    usage = {"prompt_tokens": 20, "completion_tokens": tokens, **more}
    usage = {"total_tokens": 20 + tokens, **usage}
    choices = [{"finish_reason": finish}]
    body: dict[str, Any] = {"id": effort, "choices": choices, "usage": usage}
    if status != 200:
        body = {"error": {"message": "no", "param": "reasoning_effort"}}
    said = an_exchange(status, json.dumps(body).encode())
    sent = json.dumps({"reasoning_effort": effort}).encode()
    return replace(said, request=replace(said.request, body=sent))


def levels(pairs: Iterable[Costs]) -> Recording:
    """A recording of answers that cost so much at a low and at a high effort."""
    exchanges = [
        replace(answer(effort, cost), step=f"{effort}-{n}")
        for n, pair in zip(QUESTIONS, pairs, strict=True)
        for effort, cost in zip(("low", "high"), pair, strict=True)
    ]
    return Recording("chat/reasoning-levels", "relay", tuple(exchanges))


def changed(recording: Recording, step: str, other: Exchange) -> Recording:
    """The recording with another exchange for a step."""
    exchanges = tuple(
        replace(other, step=step) if e.step == step else e for e in recording
    )
    return replace(recording, exchanges=exchanges)


MORE, SAME, LESS = (100, 400), (100, 100), (400, 100)


@pytest.mark.parametrize(
    ("pairs", "ends"),
    [
        ([MORE] * 5, None),
        ([MORE] * 4 + [LESS], None),
        ([MORE] * 3 + [LESS, SAME], Undecided),
        ([MORE] * 2 + [LESS] * 3, Violation),
        ([SAME] * 5, Violation),
    ],
)
def test_most_answers_cost_more_at_a_high_effort(
    pairs: list[Costs], ends: Ending
) -> None:
    assert ending(lambda: effort_decides(levels(pairs))) is ends


def blamed(costs: Callable[[random.Random], Costs]) -> float:
    """The share of runs that end with a violation."""
    chance = random.Random(3)
    runs = (levels(costs(chance) for _ in QUESTIONS) for _ in range(RUNS))
    endings = [ending(partial(effort_decides, run)) for run in runs]
    return endings.count(Violation) / RUNS


def test_one_run_in_a_hundred_blames_an_effort_that_is_kept_at_most() -> None:
    """Where nine of ten answers cost more, by a little or by a lot."""

    def rarely_less(chance: random.Random) -> Costs:
        return MORE if chance.random() < STEADY else SAME

    def overlapping(chance: random.Random) -> Costs:
        # 1.8124 standard deviations apart: nine of ten pairs are in order.
        return round(chance.gauss(1e6, 1e5)), round(chance.gauss(1.18124e6, 1e5))

    assert 0 < blamed(rarely_less) <= RISK
    assert 0 < blamed(overlapping) <= RISK


def test_half_of_all_runs_blame_an_effort_that_is_dropped() -> None:
    def dropped(chance: random.Random) -> Costs:
        return round(chance.gauss(1e6, 1e5)), round(chance.gauss(1e6, 1e5))

    assert 0.47 < blamed(dropped) < 0.53


def test_tokens_count_that_stand_in_the_total_alone() -> None:
    recording = levels([SAME] * 5)
    for n in QUESTIONS:
        other = answer("high", 100, total_tokens=900)
        recording = changed(recording, f"high-{n}", other)
    assert ending(lambda: effort_decides(recording)) is None


def test_a_cap_that_is_reached_at_a_low_effort_hides_the_rest() -> None:
    recording = changed(levels([SAME] * 5), "low-2", answer("low", 100, "length"))
    assert ending(lambda: effort_decides(recording)) is Undecided
    recording = changed(levels([MORE] * 5), "high-2", answer("high", 400, "length"))
    assert ending(lambda: effort_decides(recording)) is None


def test_an_answer_that_is_stored_tells_nothing_of_costs() -> None:
    recording = changed(levels([MORE] * 5), "high-1", answer("low", 100))
    with pytest.raises(Blocked):
        effort_decides(recording)


def test_an_effort_that_is_refused_is_not_judged() -> None:
    refused = answer("high", 0, status=400)
    recording = changed(levels([SAME] * 5), "high-1", refused)
    assert ending(lambda: effort_decides(recording)) is NotOffered


def after(said: Exchange, seconds: float, cut: str = "") -> Exchange:
    """The exchange, with the time that it took and why it ended early."""
    return replace(said, response=replace(said.response, total=seconds, cut=cut))


WHOLE, GONE = an_exchange(), an_exchange(0, b"")
STREAM, ENDLESS = a_stream("{}", "[DONE]"), a_stream("{}")


@pytest.mark.parametrize(
    ("plain", "stream", "ends"),
    [
        (after(WHOLE, 70), after(STREAM, 80), None),
        (after(WHOLE, 7), after(STREAM, 80), Undecided),
        (an_exchange(504), after(STREAM, 80), Violation),
        (an_exchange(524), after(STREAM, 80), Violation),
        (an_exchange(500), after(STREAM, 80), Undecided),
        (an_exchange(400), after(STREAM, 80), NotOffered),
        (after(WHOLE, 70), after(ENDLESS, 60), Violation),
        (after(GONE, 60, "the connection ended before an answer: "), STREAM, Violation),
        (after(WHOLE, 70), after(ENDLESS, 60, "the connection broke: "), Violation),
        # The suite's own limits.
        (after(GONE, 60, "no answer came within the time limit"), STREAM, Undecided),
        (after(WHOLE, 70), after(ENDLESS, 60, "nothing came for 60 s"), Undecided),
    ],
)
def test_who_ends_a_request_early_is_told_from_who_answers(
    plain: Exchange, stream: Exchange, ends: Ending
) -> None:
    exchanges = (replace(plain, step="json"), replace(stream, step="stream"))
    recording = Recording("chat/reasoning-long", "relay", exchanges)
    assert ending(lambda: is_waited_for(recording)) is ends
