"""Outcomes gathered into verdicts, and waivers put to the test."""

from dataclasses import replace
from datetime import date

import pytest

from conformance.core.requirement import MUST, SHOULD, Level
from conformance.core.target_verdict import StateCounts, TargetState, TargetVerdict
from conformance.core.verdict import ExitCode, NotTestedReason, Outcome, Verdict
from conformance.inputs.waiver import Waiver, target_verdict, waive

TODAY = date(2026, 6, 1)
VALID = Waiver("chat.id", "a reason", TODAY)
EXPIRED = Waiver("chat.id", "a reason", date(2026, 5, 31))


def an_outcome(
    verdict: Verdict,
    requirement: str = "chat.id",
    level: Level = MUST,
    case: str = "chat/minimal",
) -> Outcome:
    """An outcome; not-tested ones are lost."""
    lack = (
        NotTestedReason.LOST if verdict is Verdict.NOT_TESTED else NotTestedReason.NONE
    )
    return Outcome("relay", requirement, level, case, verdict, lack=lack)


def a_verdict(*outcomes: Outcome, waivers: tuple[Waiver, ...] = ()) -> TargetVerdict:
    """What outcomes come to, waived where waivers say so."""
    waived = [waive(outcome, waivers, TODAY) for outcome in outcomes]
    return target_verdict(waived, waivers, TODAY)


HELD = an_outcome(Verdict.PASS)
KEPT = an_outcome(Verdict.PASS, "chat.kept", SHOULD)
BROKEN = an_outcome(Verdict.VIOLATED)
OTHER = an_outcome(Verdict.PASS, "models.list")


def test_one_verdict_stands_for_all_items_of_a_requirement() -> None:
    verdict = a_verdict(OTHER, HELD, replace(BROKEN, case="chat/n"))
    assert [(v.requirement, v.verdict, v.area) for v in verdict.verdicts] == [
        ("chat.id", Verdict.VIOLATED, "chat"),
        ("models.list", Verdict.PASS, "models"),
    ]
    assert verdict.verdicts[0].deciding.case == "chat/n"
    assert len(verdict.verdicts[0].items) == 2


@pytest.mark.parametrize(
    ("outcomes", "conformant", "strict", "code"),
    [
        ([HELD, KEPT], True, True, ExitCode.CONFORMANT),
        ([HELD], True, False, ExitCode.CONFORMANT),
        (
            [HELD, an_outcome(Verdict.NOT_APPLICABLE, "a.b", SHOULD)],
            True,
            False,
            ExitCode.CONFORMANT,
        ),
        ([BROKEN], False, False, ExitCode.VIOLATED),
        (
            [HELD, an_outcome(Verdict.VIOLATED, "a.b", SHOULD)],
            True,
            False,
            ExitCode.CONFORMANT,
        ),
        (
            [HELD, KEPT, an_outcome(Verdict.VIOLATED, "a.b", Level.MAY)],
            True,
            True,
            ExitCode.CONFORMANT,
        ),
        (
            [HELD, an_outcome(Verdict.NOT_TESTED, "a.b")],
            False,
            False,
            ExitCode.INCOMPLETE,
        ),
        ([], False, False, ExitCode.INCOMPLETE),
    ],
)
def test_conformant_and_strict_follow_from_the_verdicts(
    outcomes: list[Outcome], conformant: bool, strict: bool, code: ExitCode
) -> None:
    verdict = a_verdict(*outcomes)
    assert (verdict.conformant, verdict.strict) == (conformant, strict)
    assert verdict.exit_code is code


def test_a_valid_waiver_accepts_but_bars_certification() -> None:
    verdict = a_verdict(BROKEN, OTHER, waivers=(VALID,))
    assert verdict.verdicts[0].verdict is Verdict.WAIVED
    assert verdict.exit_code is ExitCode.CONFORMANT
    assert not verdict.conformant
    assert verdict.bad_waivers == ()


def test_an_expired_waiver_accepts_nothing() -> None:
    verdict = a_verdict(BROKEN, waivers=(EXPIRED,))
    assert verdict.verdicts[0].verdict is Verdict.VIOLATED
    assert verdict.bad_waivers == ("the waiver for chat.id expired on 2026-05-31",)


def test_an_expired_waiver_fails_the_run_though_nothing_is_violated() -> None:
    assert a_verdict(HELD, waivers=(EXPIRED,)).exit_code is ExitCode.VIOLATED


def test_a_stale_waiver_fails_the_run() -> None:
    verdict = a_verdict(HELD, waivers=(VALID,))
    assert verdict.bad_waivers == (
        "the waiver for chat.id is stale: it passes; remove it",
    )
    assert verdict.exit_code is ExitCode.VIOLATED
    assert not verdict.conformant


@pytest.mark.parametrize("verdict", [Verdict.NOT_TESTED, Verdict.INCONCLUSIVE])
def test_a_waiver_is_not_stale_where_nothing_was_found_out(verdict: Verdict) -> None:
    assert a_verdict(an_outcome(verdict), waivers=(VALID,)).bad_waivers == ()


def test_a_waiver_that_one_item_still_needs_is_not_stale() -> None:
    items = (HELD, replace(BROKEN, case="chat/n"))
    assert a_verdict(*items, waivers=(VALID,)).bad_waivers == ()


def test_a_waiver_accepts_its_own_requirement_only() -> None:
    verdict = a_verdict(an_outcome(Verdict.VIOLATED, "chat.ids"), waivers=(VALID,))
    assert verdict.verdicts[0].verdict is Verdict.VIOLATED


@pytest.mark.parametrize(
    ("outcomes", "waivers", "state"),
    [
        ([HELD, KEPT], (), TargetState.CONFORMANT),
        ([BROKEN], (), TargetState.NOT_CONFORMANT),
        ([HELD], (EXPIRED,), TargetState.NOT_CONFORMANT),
        ([BROKEN], (VALID,), TargetState.WAIVED),
        (
            [BROKEN, an_outcome(Verdict.NOT_TESTED, "a.b")],
            (VALID,),
            TargetState.INCOMPLETE,
        ),
        ([HELD, an_outcome(Verdict.NOT_TESTED, "a.b")], (), TargetState.INCOMPLETE),
        ([], (), TargetState.INCOMPLETE),
    ],
)
def test_a_target_is_in_one_state(
    outcomes: list[Outcome], waivers: tuple[Waiver, ...], state: TargetState
) -> None:
    assert a_verdict(*outcomes, waivers=waivers).state is state


def test_the_numbers_behind_a_state_count_requirements() -> None:
    blocked = replace(OTHER, verdict=Verdict.NOT_TESTED, lack=NotTestedReason.BLOCKED)
    verdict = a_verdict(
        BROKEN,
        replace(BROKEN, case="chat/n"),
        an_outcome(Verdict.VIOLATED, "a.b", SHOULD),
        an_outcome(Verdict.VIOLATED, "a.c", Level.MAY),
        an_outcome(Verdict.NOT_TESTED, "a.d"),
        an_outcome(Verdict.WAIVED, "a.e"),
        blocked,
        waivers=(EXPIRED,),
    )
    assert verdict.counts == StateCounts(1, 1, 1, 1, 1, 1, 1)
