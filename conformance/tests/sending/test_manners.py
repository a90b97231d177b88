"""How models were asked, read from the recordings of a run."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.inputs.manner import Manner
from conformance.sending.manners import TOOLS_MANNER, manners_in
from conformance.sending.store import Store
from conformance.tests.helpers import a_target, an_exchange
from conformance.tests.packaged import SUITE

LOW = Manner("max_completion_tokens", temperature=False, effort="low", thinks=True)
CASE = SUITE.cases[TOOLS_MANNER]


def sent(fields: Mapping[str, Any], status: int) -> Exchange:
    """A request with tools, answered with this status."""
    exchange = an_exchange(status, step="tools")
    body = json.dumps({"model": "m", "tools": [], **fields}).encode()
    return replace(exchange, request=replace(exchange.request, body=body))


def shown(store: Store) -> Mapping[str, Manner]:
    """How the models of a target were asked that states an effort."""
    return manners_in(store, a_target(manners={"chat": LOW}), SUITE)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_an_effort_for_tools_alone_is_shown_apart(store: Store) -> None:
    trials = (
        sent({"reasoning_effort": "low"}, 400),
        sent({"reasoning_effort": "none", "tool_choice": "required"}, 200),
    )
    store.save(CASE, Recording(CASE.name, "relay", trials))
    assert shown(store) == {"chat": LOW, "chat with tools": replace(LOW, effort="none")}


def test_tools_that_are_asked_for_like_the_rest_are_not_shown_apart(
    store: Store,
) -> None:
    trial = sent({"reasoning_effort": "low", "tool_choice": "required"}, 200)
    store.save(CASE, Recording(CASE.name, "relay", (trial,)))
    assert shown(store) == {"chat": LOW}


def test_nothing_is_shown_of_tools_that_nobody_asked_for(store: Store) -> None:
    assert shown(store) == {"chat": LOW}
    store.save_loss(CASE, NotRecorded(LossReason.INTERRUPTED))
    assert shown(store) == {"chat": LOW}
