"""What a bent relay violates, and how that folds into causes."""

from collections.abc import Iterator
from dataclasses import replace

from conformance.core.causes import Cause, causes, violated
from conformance.core.target_verdict import by_requirement
from conformance.core.verdict import Outcome, Verdict
from conformance.inputs.limits import GenerationSettings
from conformance.inputs.target import Target
from conformance.plugin.endings import ending
from conformance.plugin.findings import with_findings
from conformance.reporting.catalogue import entries
from conformance.selftest import worker
from conformance.selftest.changes import to_judge
from conformance.selftest.findings import Judgement
from conformance.selftest.worker import Work

EXPLANATIONS = {e.id: e.requirement.explained_by for e in entries()}


def causes_of(work: Work, examples: int) -> list[Cause]:
    """The causes of all that is violated, so many requests of a family among it."""
    return folded(outcomes(work, examples))


def folded(outcomes: Iterator[Outcome]) -> list[Cause]:
    """The causes of what is violated."""
    rows = by_requirement(outcomes)
    return causes(
        [violated(r.requirement, r.level, r.items) for r in rows], EXPLANATIONS
    )


def outcomes(work: Work, examples: int) -> Iterator[Outcome]:
    """The violated outcomes on a bent relay, where that differs from the faithful."""
    usual = worker.target_of(work)
    generation = GenerationSettings(examples, shrink=3, client=work.client)
    target = replace(usual, generation=generation)
    cases = to_judge(work, target)  # the others are as on the faithful relay
    for judgement in worker.judgements(work, target=target, cases=cases):
        end = ending(judgement.error)
        if end is not None and end.verdict is Verdict.VIOLATED:
            yield _outcome(judgement, target)


def _outcome(judgement: Judgement, target: Target) -> Outcome:
    case = worker.suite().cases[judgement.case]
    entry = next(e for e in entries() if e.id == judgement.id)
    end = ending(judgement.error)
    assert end is not None
    recordings = [judgement.recording] if judgement.recording else []
    outcome = Outcome(
        target=target.name,
        requirement=judgement.id,
        level=target.profile.level(entry.requirement),
        case=judgement.case,
        verdict=Verdict.VIOLATED,
        message=end.message,
        expected=end.expected,
        got=end.got,
        at=end.at,
    )
    return with_findings(outcome, recordings, judgement.error, case, target, str)
