"""What shows only at times is sent as often as was asked for."""

import pytest

from conformance.cli.plan import plan
from conformance.core.exceptions import NotRecorded
from conformance.core.exchange import Recording
from conformance.inputs.case import Case
from conformance.inputs.limits import GenerationSettings, Limits
from conformance.tests.helpers import (
    KEY_ENV,
    a_case,
    a_step,
    a_target,
    quick,
    recorded_by,
    sending_to,
)
from conformance.tests.packaged import SUITE
from conformance.tests.server import reply, serving

STEPS = (
    a_step(name="one", json={"nonce": "${nonce}"}),
    a_step(name="two", json={"nonce": "${nonce}"}),
)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, "sk-key")


def recorded(case: Case, rounds: int, limits: Limits | None = None) -> Recording:
    """A recording of the case on a relay that answers everything."""

    with serving(lambda _: reply()) as server:
        generation = GenerationSettings(repeat=rounds)
        target = a_target(server.url, generation=generation, limits=limits or quick())
        with sending_to(target) as sender:
            return recorded_by(sender, case, {"chat": "m"})


@pytest.mark.parametrize("burst", [True, False])
def test_each_round_has_all_steps_and_a_nonce_of_its_own(burst: bool) -> None:
    case = a_case(steps=STEPS, repeat=True, burst=burst)
    found = recorded(case, 3)
    assert [exchange.step for exchange in found] == ["one", "two"] * 3
    nonces = [exchange.request.json["nonce"] for exchange in found]
    assert nonces[0::2] == nonces[1::2]
    assert len(set(nonces)) == 3


def test_a_case_that_is_not_for_it_is_sent_once() -> None:
    assert len(recorded(a_case(steps=STEPS), 3).exchanges) == 2


def test_no_round_passes_the_budget() -> None:
    with pytest.raises(NotRecorded, match="--max-requests 5"):
        recorded(a_case(steps=STEPS, repeat=True), 3, quick(max_requests=5))


def test_the_plan_counts_each_round() -> None:
    names = ["security/burst", "chat/n"]
    once = plan(a_target(), names, 1, SUITE)
    thrice = plan(a_target(generation=GenerationSettings(repeat=3)), names, 1, SUITE)
    burst = SUITE.cases["security/burst"]
    assert thrice.exchanges - once.exchanges == 2 * len(burst.steps)
    assert thrice.completion_tokens - once.completion_tokens == 2 * burst.tokens


def test_a_body_that_is_sent_as_it_is_counts_its_tokens() -> None:
    body = '{"messages": [], "max_tokens": 7}'
    assert a_step(json=None, body=body).tokens == 7
    assert a_step(json=None, body="[" * 2000).tokens == 0
