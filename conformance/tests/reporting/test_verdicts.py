"""Outcomes gathered into verdicts, and waivers put to the test."""

from dataclasses import replace
from datetime import date

import pytest

from conformance.core.requirement import MUST, SHOULD, Level
from conformance.core.verdict import ExitCode, NotTestedReason, Outcome, Verdict
from conformance.inputs.waiver import Waiver
from conformance.reporting.verdicts import Judged, Usage, judged, waive
from conformance.tests.helpers import a_target

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


def a_judged(*outcomes: Outcome, waivers: tuple[Waiver, ...] = ()) -> Judged:
    """A target with these outcomes, waived where its waivers say so."""
    target = a_target(waivers=waivers)
    waived = [waive(outcome, target, TODAY) for outcome in outcomes]
    return judged(target, waived, TODAY, Usage())


HELD = an_outcome(Verdict.PASS)
KEPT = an_outcome(Verdict.PASS, "chat.kept", SHOULD)
BROKEN = an_outcome(Verdict.VIOLATED)
OTHER = an_outcome(Verdict.PASS, "models.list")


def test_one_verdict_stands_for_all_items_of_a_requirement() -> None:
    found = a_judged(OTHER, HELD, replace(BROKEN, case="chat/n"))
    assert [(v.requirement, v.verdict, v.area) for v in found.verdicts] == [
        ("chat.id", Verdict.VIOLATED, "chat"),
        ("models.list", Verdict.PASS, "models"),
    ]
    assert found.verdicts[0].deciding.case == "chat/n"
    assert len(found.verdicts[0].items) == 2


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
    found = a_judged(*outcomes)
    assert (found.conformant, found.strict) == (conformant, strict)
    assert found.exit_code is code


def test_a_valid_waiver_accepts_but_bars_certification() -> None:
    found = a_judged(BROKEN, OTHER, waivers=(VALID,))
    assert found.verdicts[0].verdict is Verdict.WAIVED
    assert found.exit_code is ExitCode.CONFORMANT
    assert not found.conformant
    assert found.bad_waivers == ()


def test_an_expired_waiver_accepts_nothing() -> None:
    found = a_judged(BROKEN, waivers=(EXPIRED,))
    assert found.verdicts[0].verdict is Verdict.VIOLATED
    assert found.bad_waivers == ("the waiver for chat.id expired on 2026-05-31",)


def test_an_expired_waiver_fails_the_run_though_nothing_is_violated() -> None:
    assert a_judged(HELD, waivers=(EXPIRED,)).exit_code is ExitCode.VIOLATED


def test_a_stale_waiver_fails_the_run() -> None:
    found = a_judged(HELD, waivers=(VALID,))
    assert found.bad_waivers == (
        "the waiver for chat.id is stale: it passes; remove it",
    )
    assert found.exit_code is ExitCode.VIOLATED
    assert not found.conformant


@pytest.mark.parametrize("verdict", [Verdict.NOT_TESTED, Verdict.INCONCLUSIVE])
def test_a_waiver_is_not_stale_where_nothing_was_found_out(verdict: Verdict) -> None:
    assert a_judged(an_outcome(verdict), waivers=(VALID,)).bad_waivers == ()


def test_a_waiver_that_one_item_still_needs_is_not_stale() -> None:
    items = (HELD, replace(BROKEN, case="chat/n"))
    assert a_judged(*items, waivers=(VALID,)).bad_waivers == ()


def test_a_waiver_accepts_its_own_requirement_only() -> None:
    found = a_judged(an_outcome(Verdict.VIOLATED, "chat.ids"), waivers=(VALID,))
    assert found.verdicts[0].verdict is Verdict.VIOLATED
