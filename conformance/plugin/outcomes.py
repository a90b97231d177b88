"""Turns what happened to an item into its outcome."""

from dataclasses import replace

import pytest

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.verdict import Outcome, Verdict
from conformance.inputs.target import Target
from conformance.inputs.waiver import waive
from conformance.plugin.collection import key_of, requirement_of
from conformance.plugin.endings import ending
from conformance.plugin.evidence import EVIDENCE, evidence_of
from conformance.plugin.run import RUN
from conformance.reporting.curl import curl_line

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
        recording=_path(key.target, key.case),
        lack=end.lack,
        loss=end.loss,
    )
    if end.verdict is Verdict.VIOLATED:
        outcome = _with_evidence(outcome, item, error, key.target)
    return waive(outcome, key.target.waivers, run.started.date())


def _with_evidence(
    outcome: Outcome, item: pytest.Item, error: BaseException | None, target: Target
) -> Outcome:
    """The outcome with the exchange that shows it, which the item keeps."""
    evidence = evidence_of(item, error)
    if evidence is None:
        return outcome
    item.stash[EVIDENCE] = evidence
    return replace(
        outcome,
        recording=_path(target, evidence.recording.case),
        step=evidence.step,
        curl=curl_line(evidence.exchange, target.key_env),
    )


def _path(target: Target, case: str) -> str:
    """Where a recording is in the report's folder."""
    return f"recordings/{target.slug}/{case}.json"


def properties(outcome: Outcome) -> list[tuple[str, object]]:
    """The properties of an outcome in JUnit's file."""
    names = ("requirement", "level", "target", "case", "verdict")
    # Plain text: what crosses processes may be no subclass of it.
    return [(name, str(getattr(outcome, name))) for name in names]


def never_judged(item: pytest.Item, reason: LossReason) -> Outcome | None:
    """The outcome of a selected item that the run did not reach."""
    outcome = outcome_of(item, NotRecorded(reason))
    return replace(outcome, recording="") if outcome else None
