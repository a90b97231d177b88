"""What is told of clients is told of the violation that their relay really shows."""

import pytest

from conformance.core.verdict import Outcome, Verdict
from conformance.plugin.endings import ending
from conformance.plugin.evidence import shown_by
from conformance.relay import faults
from conformance.reporting.clients import Sighting, sightings
from conformance.selftest.findings import Judgement
from conformance.selftest.results import work_of
from conformance.selftest.worker import judgements
from conformance.tests.reports import an_outcome

FAULTS = {bend.name: bend for bend in faults()}


def violations(one: Sighting) -> list[Outcome]:
    """How the requirement of a row is violated by its fault."""
    work = work_of(FAULTS[one.fault], "openai")
    judged = [_outcome(made) for made in judgements(work, [one.requirement])]
    return [outcome for outcome in judged if outcome.verdict is Verdict.VIOLATED]


def _outcome(made: Judgement) -> Outcome:
    end = ending(made.error)
    assert end is not None
    evidence = shown_by(made.error, [made.recording] if made.recording else [])
    return an_outcome(
        made.id,
        verdict=end.verdict,
        case=made.case,
        kind=end.kind,
        step=evidence.step if evidence else "",
    )


@pytest.mark.parametrize("one", sightings(), ids=lambda one: one.fault)
def test_the_fault_of_a_row_violates_in_its_way(one: Sighting) -> None:
    seen = violations(one)
    assert [v for v in seen for kind in v.kind.split() or [""] if one.is_about(v, kind)]


@pytest.mark.parametrize("one", sightings(), ids=lambda one: one.fault)
def test_a_fault_that_a_client_takes_shows_no_way_that_breaks_it(one: Sighting) -> None:
    others = [s for s in sightings() if s.requirement == one.requirement]
    shown = {
        client
        for violation in violations(one)
        for kind in violation.kind.split() or [""]
        for other in others
        if other.journey == one.journey and other.is_about(violation, kind)
        for client in other.breaks
    }
    assert shown == one.breaks.keys()
