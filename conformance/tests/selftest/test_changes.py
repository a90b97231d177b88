"""Judging only what a bend changes finds what judging everything finds."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from conformance.relay import BendKind, faults, variations
from conformance.relay.plan import RelayPlan
from conformance.relay.routes import respond
from conformance.selftest import changes, worker
from conformance.selftest.changes import cases_changed
from conformance.selftest.faithful import NO_CASE, FaithfulRun
from conformance.selftest.findings import Findings
from conformance.selftest.pool import all_findings
from conformance.selftest.rehearsal import Unrehearsable
from conformance.selftest.results import work_of
from conformance.selftest.worker import Work
from conformance.tests.relay.calls import DIALECTS, chat, post

BENDS = {bend.name: bend for bend in (*faults(), *variations())}
# Of each kind one, beside those that test_selftest.py looks at.
SAMPLE = (
    "stream-no-done",
    "models-authed-empty",
    "reason-tags-leak",
    "crlf",
    "thoughts-hidden",
)
STREAM, PLAIN = chat(stream=True), post("/embeddings", {"input": "Hi.", "model": "e"})


def a_run(needs: Sequence[str] = (), *, stray: bool = False) -> FaithfulRun:
    """A run in which one case streams, one does not, and one reads another's."""
    answers = {"chat/stream": [(STREAM, respond(STREAM))]}
    answers["embeddings/one"] = [(PLAIN, respond(PLAIN))]
    if stray:
        answers[NO_CASE] = answers["chat/stream"]
    names = (*answers, "chat/other", "midjourney/one", "midjourney/two")
    findings = {name: Findings(lost=(name,)) for name in names if name}
    read = {name: frozenset[str]() for name in findings}
    read["chat/other"] = frozenset(needs)
    return FaithfulRun(answers, findings, read, frozenset())


def plan(name: str) -> RelayPlan:
    return RelayPlan(DIALECTS["openai"], (BENDS[name],))


def test_only_the_cases_that_a_bend_touches_change() -> None:
    assert cases_changed(plan("stream-no-done"), a_run()) == {"chat/stream"}


def test_a_case_that_reads_a_changed_one_changes() -> None:
    run = a_run(["chat/stream"])
    assert cases_changed(plan("stream-no-done"), run) == {"chat/stream", "chat/other"}


def test_a_case_of_which_not_all_is_known_changes() -> None:
    run = replace(a_run(), unclear=frozenset({"embeddings/one"}))
    changed = cases_changed(plan("stream-no-done"), run)
    assert changed == {"chat/stream", "embeddings/one"}


def test_cases_that_share_tasks_change_together() -> None:
    run = a_run()
    moved = {"midjourney/one": run.answers["chat/stream"]}
    changed = cases_changed(plan("stream-no-done"), replace(run, answers=moved))
    assert changed == {"midjourney/one", "midjourney/two"}


def test_where_a_call_of_no_case_changes_everything_is_judged() -> None:
    with pytest.raises(Unrehearsable):
        cases_changed(plan("stream-no-done"), a_run(stray=True))


def test_where_nothing_changes_everything_is_judged() -> None:
    run = a_run()
    rest = {"embeddings/one": run.answers["embeddings/one"]}
    with pytest.raises(Unrehearsable):
        cases_changed(plan("stream-no-done"), replace(run, answers=rest))


@pytest.mark.process
@pytest.mark.slow
def test_the_findings_are_those_of_a_whole_judgement() -> None:
    bends = [BENDS[name] for name in SAMPLE]
    assert {bend.kind for bend in bends} == {BendKind.FAULT, BendKind.VARIATION}
    work = [work_of(bend, bend.dialects[0], examples=2) for bend in bends]
    whole = list(all_findings(work, worker.findings_of))
    assert list(all_findings(work, changes.findings_of)) == whole
    assert sum(bool(each.violated) for each in whole) == 3


@pytest.mark.process
@pytest.mark.slow
def test_generated_requests_are_judged_alike() -> None:
    rare = [fault for fault in faults() if fault.rare][::18]
    work = [Work(fault.name, fault.dialects[0], seed=1) for fault in rare]
    whole = list(all_findings(work, worker.findings_of))
    assert list(all_findings(work, changes.findings_of)) == whole
    assert any(each.violated for each in whole)
