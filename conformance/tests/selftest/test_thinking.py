"""Models that think are blamed for nothing that they may do."""

import pytest

from conformance.inputs.suite import Suite
from conformance.relay import variations
from conformance.relay.thinking.families import FAMILIES
from conformance.reporting.catalogue import entries
from conformance.selftest.worker import VARIED, Work, all_findings

pytestmark = [pytest.mark.process, pytest.mark.slow]

ENTRIES = entries()
PROFILES = sorted(Suite.load().profiles)


def test_a_faithful_model_that_thinks_is_blamed_for_nothing() -> None:
    """Under every profile, where what the vendors disagree about is left out."""
    work = [
        Work("", profile, examples=VARIED, model=model)
        for profile in PROFILES
        for model in FAMILIES
    ]
    assert blamed(work) == {}


def test_what_varies_about_a_model_that_thinks_is_reported_by_nothing() -> None:
    """Each variation on one family, in turn."""
    families = sorted(FAMILIES)
    work = [
        Work(variation.name, profile, examples=2, model=families[turn % len(families)])
        for turn, variation in enumerate(variations())
        for profile in variation.dialects
        # It puts thoughts into the content, which models with a field for them do not.
        if variation.name != "think-text"
    ]
    assert blamed(work) == {}


def blamed(work: list[Work]) -> dict[tuple[str, str, str], object]:
    """What is violated, lost or broken, by bend, profile and model."""
    rows = zip(work, all_findings(work), strict=True)
    return {
        (one.bend, one.profile, one.model): (wrong, findings.lost, findings.defects)
        for one, findings in rows
        if (wrong := sorted(findings.violated - allowed(one)))
        or findings.lost
        or findings.defects
    }


def allowed(work: Work) -> frozenset[str]:
    """What a bend declares, and what the vendors disagree about."""
    declared = [id for v in variations() if v.name == work.bend for id in v.also]
    clashes = [entry.id for entry in ENTRIES if entry.id.startswith("portability.")]
    return frozenset((*declared, *clashes))
