"""The algebra of verdicts: the worst of the items, and how a run ends."""

from dataclasses import replace
from itertools import permutations

import pytest

from conformance.core.exceptions import LossReason
from conformance.core.requirement import MAY, MUST, SHOULD, Level
from conformance.core.verdict import (
    ExitCode,
    NotTestedReason,
    Outcome,
    Verdict,
    breaks,
    exit_code,
    worst,
    worst_end,
)

VIOLATED, WAIVED, PASS = Verdict.VIOLATED, Verdict.WAIVED, Verdict.PASS
NOT_TESTED, INCONCLUSIVE = Verdict.NOT_TESTED, Verdict.INCONCLUSIVE
NOT_APPLICABLE = Verdict.NOT_APPLICABLE


def an_outcome(
    verdict: Verdict,
    lack: NotTestedReason = NotTestedReason.NONE,
    level: Level = MUST,
    case: str = "chat/minimal",
) -> Outcome:
    """An outcome of one item."""
    return Outcome("relay", "chat.id", level, case, verdict, lack=lack)


LOST = an_outcome(NOT_TESTED, NotTestedReason.LOST)
BLOCKED = an_outcome(NOT_TESTED, NotTestedReason.BLOCKED)
INSTRUMENT = an_outcome(NOT_TESTED, NotTestedReason.INSTRUMENT)
HELD = an_outcome(PASS)
BROKEN = an_outcome(VIOLATED)
SHORT_OF = an_outcome(VIOLATED, level=SHOULD)
ACCEPTED = an_outcome(WAIVED)
NOISY = an_outcome(INCONCLUSIVE)
NOISY_ELSEWHERE = an_outcome(INCONCLUSIVE, case="chat/seed")
ABSENT = an_outcome(NOT_APPLICABLE)
WORST_FIRST = (BROKEN, ACCEPTED, LOST, NOISY, HELD, BLOCKED, ABSENT)


@pytest.mark.parametrize("place", range(len(WORST_FIRST)))
def test_the_worst_item_decides(place: int) -> None:
    rest = WORST_FIRST[place:]
    assert all(worst(order) is rest[0] for order in permutations(rest[:4]))
    assert worst(reversed(rest)) is rest[0]


@pytest.mark.parametrize(
    ("deciding", "expected"),
    [
        ([], ExitCode.INCOMPLETE),
        ([HELD], ExitCode.CONFORMANT),
        ([HELD, ABSENT], ExitCode.CONFORMANT),
        ([ABSENT], ExitCode.INCOMPLETE),
        ([HELD, BROKEN], ExitCode.VIOLATED),
        ([BROKEN, LOST], ExitCode.VIOLATED),
        ([HELD, SHORT_OF], ExitCode.CONFORMANT),
        ([HELD, an_outcome(VIOLATED, level=MAY)], ExitCode.CONFORMANT),
        ([HELD, ACCEPTED], ExitCode.CONFORMANT),
        ([HELD, LOST], ExitCode.INCOMPLETE),
        ([LOST], ExitCode.INCOMPLETE),
        ([HELD, NOISY], ExitCode.CONFORMANT),
        ([HELD, INSTRUMENT], ExitCode.CONFORMANT),
        ([INSTRUMENT], ExitCode.INCOMPLETE),
        ([BLOCKED], ExitCode.INCOMPLETE),
        ([HELD, BLOCKED], ExitCode.INCOMPLETE),
        ([HELD, BLOCKED, SHORT_OF], ExitCode.CONFORMANT),
        ([HELD, BLOCKED, ACCEPTED], ExitCode.CONFORMANT),
        ([BLOCKED, BROKEN], ExitCode.VIOLATED),
        ([HELD, BLOCKED, NOISY], ExitCode.CONFORMANT),
        ([HELD, BLOCKED, NOISY_ELSEWHERE], ExitCode.INCOMPLETE),
        ([HELD, BLOCKED, LOST, NOISY], ExitCode.INCOMPLETE),
    ],
)
def test_a_run_ends_as_its_verdicts_say(
    deciding: list[Outcome], expected: ExitCode
) -> None:
    assert exit_code(deciding, waivers_hold=True) is expected


def test_a_waiver_that_does_not_hold_fails_the_run() -> None:
    assert exit_code([HELD], waivers_hold=False) is ExitCode.VIOLATED


def test_a_defect_of_ours_is_said_first() -> None:
    ends = (ExitCode.CONFORMANT, ExitCode.VIOLATED, ExitCode.DEFECT)
    assert worst_end(ends) is ExitCode.DEFECT
    assert worst_end(ends[:2]) is ExitCode.VIOLATED
    assert worst_end([ExitCode.INCOMPLETE, *ends[:2]]) is ExitCode.VIOLATED
    assert worst_end([ExitCode.INCOMPLETE, *ends[:1]]) is ExitCode.INCOMPLETE
    assert worst_end([]) is ExitCode.INCOMPLETE


def test_the_codes_are_the_documented_ones() -> None:
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("outcome", "expected"), [(BROKEN, True), (SHORT_OF, False), (ACCEPTED, False)]
)
def test_only_a_violated_must_breaks(outcome: Outcome, expected: bool) -> None:
    assert breaks(outcome) is expected


def test_what_a_limit_of_ours_ended_leaves_a_run_incomplete() -> None:
    late = replace(NOISY, loss=LossReason.OWN_LIMIT)
    assert exit_code([HELD, NOISY], waivers_hold=True) is ExitCode.CONFORMANT
    assert exit_code([HELD, late], waivers_hold=True) is ExitCode.INCOMPLETE
    assert worst([NOISY, late]) is worst([late, NOISY]) is late
