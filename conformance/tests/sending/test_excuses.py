"""A model that another endpoint serves is no violation of the one that was asked."""

from dataclasses import replace

import pytest

from conformance.core.exceptions import Blocked, NotOffered
from conformance.core.exchange import Exchange, Recording
from conformance.inputs.target import BARE
from conformance.sending.applicability import refuses
from conformance.sending.excuses import with_excuses
from conformance.tests.helpers import a_case, a_step, a_target
from conformance.tests.sending.test_applicability import ROUTE, nothing, refusal

CASE = a_case(
    "completions/minimal",
    steps=(a_step("/completions", json={"model": "${models.completions}"}),),
)
ELSEWHERE = "This is a chat model. Did you mean to use v1/chat/completions?"


def at_completions(exchange: Exchange) -> Exchange:
    """The same as the answer of another endpoint."""
    url = "http://relay.test/v1/completions"
    return replace(exchange, request=replace(exchange.request, url=url))


def excused(exchange: Exchange, models: dict[str, str]) -> Exchange:
    recording = Recording(CASE.name, "relay", (at_completions(exchange),))
    return with_excuses(CASE, a_target(models=models), recording, nothing()).last


@pytest.mark.parametrize("status", [400, 422])
def test_a_bare_model_may_be_served_elsewhere(status: int) -> None:
    exchange = excused(refusal(status, ELSEWHERE), {BARE: "talker"})
    with pytest.raises(NotOffered, match="/chat/completions; name another with"):
        _ = exchange.answer


def test_a_model_that_is_named_for_the_endpoint_has_to_be_served_there() -> None:
    models = {BARE: "talker", "completions": "writer"}
    with pytest.raises(Blocked):
        _ = excused(refusal(400, ELSEWHERE), models).answer


@pytest.mark.parametrize(
    "exchange", [refusal(500, ELSEWHERE), refusal(400, "It is not well formed.")]
)
def test_nothing_else_is_excused(exchange: Exchange) -> None:
    with pytest.raises(Blocked):
        _ = excused(exchange, {BARE: "talker"}).answer


def test_a_route_that_sends_elsewhere_is_not_offered() -> None:
    assert refuses(at_completions(refusal(400, ELSEWHERE)), ROUTE)
    assert not refuses(at_completions(refusal(400, "See /v1/completions.")), ROUTE)
