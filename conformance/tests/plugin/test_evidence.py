"""Which exchange shows a violation: the one that it names, or the last."""

from types import SimpleNamespace
from typing import cast

import pytest

from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.plugin.evidence import Evidence, evidence_of
from conformance.tests.helpers import an_exchange

FIRST, SECOND, THIRD = (an_exchange(step=step) for step in ("one", "two", "two"))
OWN = Recording("chat/case", "relay", (FIRST, SECOND, THIRD))
COMPANION = Recording("models/list", "relay", (an_exchange(step="list"),))


def shown(error: Exception, **arguments: Recording | None) -> Evidence | None:
    """What shows a violation of an item that was given these recordings."""
    return evidence_of(cast(pytest.Item, SimpleNamespace(funcargs=arguments)), error)


def said(exchange: Exchange) -> Violation:
    """A violation that names an exchange."""
    return Violation("an id", exchange=exchange)


@pytest.mark.parametrize("error", [Violation("an id"), AssertionError()])
def test_the_last_exchange_shows_what_names_none(error: Exception) -> None:
    evidence = shown(error, recording=OWN)
    assert evidence is not None
    assert evidence.exchange is THIRD


def test_of_alike_polls_the_one_that_is_named_is_shown() -> None:
    assert SECOND == THIRD
    for exchange in (FIRST, SECOND, THIRD):
        evidence = shown(said(exchange), recording=OWN)
        assert evidence is not None
        assert evidence.exchange is exchange
        assert evidence.step == exchange.step


def test_what_the_companion_shows_is_in_its_own_recording() -> None:
    evidence = shown(said(COMPANION.last), recording=OWN, beside=COMPANION)
    assert evidence == Evidence(COMPANION, COMPANION.last)
    assert evidence.step == ""


def test_without_a_recording_nothing_shows_it() -> None:
    assert shown(Violation("an id")) is None
    assert shown(Violation("an id"), recording=Recording("a", "b", ())) is None
    assert shown(said(FIRST), recording=COMPANION, beside=None) == Evidence(
        COMPANION, COMPANION.last
    )
