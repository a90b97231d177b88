"""Tells Allure of pytest's items, if its results are wanted."""

import pytest

from conformance.core.exchange import Exchange
from conformance.core.verdict import Outcome, Verdict
from conformance.plugin.collection import key_of, requirement_of
from conformance.plugin.evidence import EVIDENCE, recording_of
from conformance.plugin.run import RUN
from conformance.reporting.allure import attach
from conformance.reporting.allure.attach import RESULTS

# Of a recording without one that stands out.
_MOST = 8


def label(item: pytest.Item) -> None:
    """Put the item in its place in Allure's results."""
    stated, key = requirement_of(item), key_of(item)
    results = item.config.stash.get(RESULTS, None)
    if results is None or stated is None or key is None:
        return
    if not isinstance(item, pytest.Function):
        return
    profile = key.target.profile
    suite = item.config.stash[RUN].settings.suite
    source = suite.sources.get(profile.source(stated))
    sentence = (item.function.__doc__ or "").strip().splitlines()[0]
    results.place = attach.label(
        stated, profile.level(stated), source, key.target, sentence, key.case
    )


def tell(item: pytest.Item, outcome: Outcome) -> None:
    """Put the outcome of the item into Allure's results.

    What it was judged on goes with it where there is something to look at: a run has
    thousands of items that pass, and the report folder keeps all exchanges.
    """
    results = item.config.stash.get(RESULTS, None)
    if results is None:
        return
    if outcome.verdict is not Verdict.PASS:
        attach.evidence(_shown(item))
    attach.verdict(outcome)
    results.outcome = outcome


def forget(item: pytest.Item) -> None:
    """Let go of what shows a violation: with that of all items memory may be full."""
    if EVIDENCE in item.stash:
        del item.stash[EVIDENCE]


def _shown(item: pytest.Item) -> tuple[Exchange, ...]:
    """The exchange that shows a violation; else the first of what was judged."""
    if EVIDENCE in item.stash:
        return (item.stash[EVIDENCE].exchange,)
    recording = recording_of(item)
    return recording.exchanges[:_MOST] if recording else ()
