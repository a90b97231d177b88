"""What a violation shows is an answer that the fault bends.

The report prints its request as a curl line, which has to reproduce the violation.
"""

from concurrent.futures import ProcessPoolExecutor

import pytest

from conformance.relay import faults
from conformance.tests.selftest.shown import Shown, shown

# What is bent instead, where each answer alone may be one of the faithful relay, too.
_BENT_BESIDE = {
    "mj-hook-never-ends": "the calls to the hook of the submit that is shown",
    "mj-hook-other-form": "the calls to the hook of the submit that is shown",
    "mj-notify-missing-for-change": "the calls to the hook of the submit that is shown",
    "mj-progress-falls": "the order of answers to one question",
    "mj-status-back": "the order of answers to one question",
    "stream-buffered": "when the events of the answer arrive",
}
# Their answers tell of whatever else is worked on at that moment, or are drawn from an
# id that an answer before them has.
_NEVER_STEADY = ("midjourney/crowd", "midjourney/queue", "chat/reasoning-history")


def is_alike(violation: Shown) -> bool:
    """Whether the faithful relay may answer so, too, or answers otherwise each time."""
    steady = violation.steady or violation.case in _NEVER_STEADY
    return not (violation.differs and steady)


@pytest.mark.process
@pytest.mark.slow
def test_a_violation_shows_an_answer_that_its_fault_bends() -> None:
    bent = [(fault.name, profile) for fault in faults() for profile in fault.dialects]
    with ProcessPoolExecutor() as pool:
        rows = list(zip(bent, pool.map(shown, *zip(*bent, strict=True)), strict=True))
    alike = [one for one, violations in rows if any(map(is_alike, violations))]
    # How far a task has come at a question may be chance on a busy machine: once.
    twice = [one for one in alike if any(map(is_alike, shown(*one)))]
    assert [one for one in twice if one[0] not in _BENT_BESIDE] == []
    # That many are judged on several exchanges: else nothing would be looked at.
    assert sum(bool(violations) for _, violations in rows) > 100


def test_the_faults_that_bend_no_answer_are_there() -> None:
    assert {fault.name for fault in faults()} >= set(_BENT_BESIDE)
