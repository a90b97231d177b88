"""Turns what happened to an item into its outcome."""

from dataclasses import replace

import pytest

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.verdict import Outcome, Verdict
from conformance.inputs.waiver import waive
from conformance.plugin.collection import key_of, requirement_of
from conformance.plugin.endings import ending
from conformance.plugin.evidence import EVIDENCE, evidence_of, recordings_of
from conformance.plugin.findings import path_of, with_findings
from conformance.plugin.run import RUN
from conformance.reporting.catalogue import is_apart
from conformance.reporting.own import Standing

OUTCOME = pytest.StashKey[Outcome]()


def outcome_of(item: pytest.Item, error: BaseException | None) -> Outcome | None:
    """The outcome of an item that ended so; None if that is our own defect."""
    requirement, key, end = requirement_of(item), key_of(item), ending(error)
    if requirement is None or key is None or end is None:
        return None
    run = item.config.stash[RUN]

    def clean(text: str) -> str:
        # A requirement may have joined what a target sent in fragments.
        return run.redacted(text, key.target)

    outcome = Outcome(
        target=key.target.name,
        requirement=requirement.id,
        level=key.target.profile.level(requirement),
        case=key.case,
        verdict=end.verdict,
        message=clean(end.message),
        expected=clean(end.expected),
        got=clean(end.got),
        at=clean(end.at),
        kind=end.kind,
        recording=path_of(key.target, key.case),
        lack=end.lack,
        loss=end.loss,
    )
    if end.verdict is Verdict.VIOLATED and (shown := evidence_of(item, error)):
        item.stash[EVIDENCE] = shown
        recordings = tuple(recordings_of(item))
        case = run.settings.suite.cases[key.case]
        outcome = with_findings(outcome, recordings, error, case, key.target, clean)
    return waive(outcome, key.target.waivers, run.started.date())


def properties(item: pytest.Item, outcome: Outcome) -> list[tuple[str, object]]:
    """The properties of an item's outcome in JUnit's file."""
    names = ("requirement", "level", "target", "case", "verdict")
    # Plain text: what crosses processes may be no subclass of it.
    rows: list[tuple[str, object]] = [
        (name, str(getattr(outcome, name))) for name in names
    ]
    stated, key = requirement_of(item), key_of(item)
    if stated and key and stated.own:
        apart = is_apart(stated, key.target.profile)
        rows.append(("own", (Standing.APART if apart else Standing.CONTRACT).value))
    return rows


def never_judged(item: pytest.Item, reason: LossReason) -> Outcome | None:
    """The outcome of a selected item that the run did not reach."""
    outcome = outcome_of(item, NotRecorded(reason))
    return replace(outcome, recording="") if outcome else None
