"""Judges a bend by what it changes alone: what it leaves is as on the faithful relay.

A rehearsal tells which answers a bend changes. Only their cases are sent, and those
that read them; of all others the findings are those of the faithful relay. Where no
rehearsal can tell, everything is sent.
"""

from conformance.inputs.target import Target
from conformance.relay import RelayPlan
from conformance.selftest import worker
from conformance.selftest.faithful import NO_CASE, FaithfulRun, faithful_run
from conformance.selftest.findings import Findings, summary, together
from conformance.selftest.rehearsal import Unrehearsable, changes
from conformance.selftest.worker import Work

# Its cases share the tasks of the relay: what changes one task may show in each.
_SHARED = "midjourney/"


def findings_of(work: Work) -> Findings:
    """What a piece of work leads to, in a process of the pool."""
    target = worker.target_of(work)
    changed = to_judge(work, target)
    if not changed:
        return worker.findings_of(work)
    judged = summary(worker.judgements(work, target=target, cases=changed))
    run = faithful_run(work, target)
    left = (each for case, each in run.findings.items() if case not in changed)
    return together((*left, judged))


def to_judge(work: Work, target: Target) -> frozenset[str]:
    """The cases that a piece of work has to judge; none where it has to judge all."""
    if not work.bend or work.own:  # of what owners add nothing is known
        return frozenset()
    try:
        return cases_changed(worker.plan_of(work), faithful_run(work, target))
    except Unrehearsable:
        return frozenset()


def cases_changed(plan: RelayPlan, run: FaithfulRun) -> frozenset[str]:
    """The cases whose recordings, or what is read for them, a bend may change."""
    changed = {
        case
        for case, answers in run.answers.items()
        if any(changes(plan.answering, call, answer) for call, answer in answers)
    }
    if not changed or NO_CASE in changed:
        raise Unrehearsable
    changed |= run.unclear
    if any(case.startswith(_SHARED) for case in changed):
        changed |= {case for case in run.findings if case.startswith(_SHARED)}
    return frozenset(
        case for case, needs in run.needs.items() if changed & {case, *needs}
    )
