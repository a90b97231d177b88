"""The faithful relay's run beside which bends are judged: once for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from conformance.core.exchange import Recording
from conformance.inputs.limits import GenerationSettings
from conformance.inputs.target import Target
from conformance.selftest import worker
from conformance.selftest.answer_log import Answered
from conformance.selftest.findings import Findings, Judgement, summary
from conformance.selftest.worker import Work
from conformance.sending.scheduler import needed

# Stands for the case of a call that is in no recording.
NO_CASE = ""
_REQUEST_ID = "x-request-id"


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides on what is sent to a relay and judged, besides its bends."""

    profile: str
    seed: int | None
    public: bool
    models: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]
    generation: GenerationSettings

    @classmethod
    def of(cls, work: Work, target: Target) -> "Terms":
        """The terms of a piece of work on a target."""
        return cls(
            work.profile,
            work.seed,
            work.public,
            tuple(sorted(target.models.items())),
            target.claims,
            target.generation,
        )


@dataclass(frozen=True, slots=True)
class FaithfulRun:
    """What the faithful relay was asked in a run, answered, and was judged by.

    All of it by case. Of those in `unclear` not every call is known.
    """

    answers: Mapping[str, list[Answered]]
    findings: Mapping[str, Findings]
    # The cases whose recordings are read for a case, before and after it is sent.
    needs: Mapping[str, frozenset[str]]
    unclear: frozenset[str]


def faithful_run(work: Work, target: Target) -> FaithfulRun:
    """The faithful relay, judged on the terms of a piece of work on a target."""
    return _run(Terms.of(work, target))


# Work on the same terms comes together; few of the runs are kept, for they are large.
@lru_cache(maxsize=2)
def _run(terms: Terms) -> FaithfulRun:
    work = Work("", terms.profile, seed=terms.seed, public=terms.public)
    target = _target(work, terms)
    with worker.answer_log().listening() as answers:
        judgements = list(worker.judgements(work, target=target))
    by_case: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_case[judgement.case].append(judgement)
    recordings = {j.case: j.recording for j in judgements if j.recording}
    cases = {call.request_id: NO_CASE for call, _ in answers}
    unclear = set()
    for case, recording in recordings.items():
        ids = set(_ids(recording))
        cases |= dict.fromkeys(ids & cases.keys(), case)
        if not ids <= cases.keys():
            unclear.add(case)
    answered: dict[str, list[Answered]] = defaultdict(list)
    for call, answer in answers:
        answered[cases[call.request_id]].append((call, answer))
    suite = worker.suite()
    return FaithfulRun(
        answered,
        {case: summary(judged) for case, judged in by_case.items()},
        {n: frozenset(needed(suite.cases[n], target, suite)) for n in by_case},
        frozenset(unclear),
    )


def _target(work: Work, terms: Terms) -> Target:
    return replace(
        worker.target_of(work),
        models=dict(terms.models),
        claims=terms.claims,
        generation=terms.generation,
    )


def _ids(recording: Recording) -> Iterable[str]:
    """The ids of all answers in a recording; empty where there is none."""
    for exchange in recording:
        yield exchange.header(_REQUEST_ID)
        for attempt in exchange.attempts:
            yield dict(attempt.headers).get(_REQUEST_ID, "")
