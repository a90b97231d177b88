"""What verdicts add up to, in numbers and in one line."""

from datetime import date

import pytest

from conformance.core.exceptions import LossReason
from conformance.core.target_verdict import Scope
from conformance.core.verdict import NotTestedReason, Outcome
from conformance.inputs.waiver import Waiver, waive
from conformance.reporting import totals
from conformance.tests.helpers import a_target
from conformance.tests.reports import TODAY, an_outcome, judge, lost, violated

KEPT = an_outcome("chat.k", "SHOULD")
BLOCKED = an_outcome("chat.z", verdict="not-tested", lack=NotTestedReason.BLOCKED)


@pytest.mark.parametrize(
    ("outcomes", "line"),
    [
        ([an_outcome(), KEPT], "CONFORMANT, strict"),
        ([an_outcome(), KEPT, violated("chat.m", "MAY")], "CONFORMANT, strict"),
        ([an_outcome()], "conformant, no SHOULD judged"),
        ([an_outcome(), violated("a.b", "SHOULD")], "conformant, 1 SHOULD missed"),
        (
            [violated("a.b", "SHOULD"), violated("a.c", "SHOULD"), BLOCKED],
            "conformant, 2 SHOULDs missed",
        ),
        ([an_outcome(), violated("a.b")], "NOT CONFORMANT: 1 MUST violated"),
        (
            [violated("a.b"), violated("a.c"), lost("a.d")],
            "NOT CONFORMANT: 2 MUSTs violated; 1 requirement not tested",
        ),
        (
            [an_outcome(), lost("a.b"), lost("a.c", level="MAY")],
            "INCOMPLETE: 2 requirements not tested",
        ),
        ([an_outcome(), BLOCKED], "INCOMPLETE: 1 requirement not tested"),
        ([an_outcome(verdict="not-applicable")], "INCOMPLETE: nothing was judged"),
        ([], "INCOMPLETE: nothing was judged"),
    ],
)
def test_the_conclusion_says_what_the_verdicts_come_to(
    outcomes: list[Outcome], line: str
) -> None:
    assert totals.conclusion(judge(*outcomes).verdict) == line


def test_what_only_a_waiver_saves_is_not_called_conformant() -> None:
    target = a_target(waivers=(Waiver("a.b", "known", date(2027, 1, 1)),))
    judged = judge(
        waive(violated("a.b"), target.waivers, TODAY),
        violated("a.c", "SHOULD"),
        target=target,
    )
    assert totals.conclusion(judged.verdict) == (
        "not certified: conformant only by 1 waiver; 1 SHOULD missed"
    )


def test_a_stale_waiver_is_a_reason_of_its_own() -> None:
    target = a_target(waivers=(Waiver("chat.id", "known", date(2027, 1, 1)),))
    judged = judge(an_outcome("chat.id"), target=target)
    assert (
        totals.conclusion(judged.verdict) == "NOT CONFORMANT: 1 stale or expired waiver"
    )


PART = Scope(285, narrowed=True)
SPENT = lost("a.z", loss=LossReason.BUDGET_SPENT)


@pytest.mark.parametrize(
    ("outcomes", "line"),
    [
        ([an_outcome(), KEPT], "2 of 285 judged, none violated"),
        ([an_outcome(), violated("a.b", "MAY")], "2 of 285 judged, none violated"),
        (
            [violated("a.b"), violated("a.c"), violated("a.d", "SHOULD")],
            "3 of 285 judged, 2 MUSTs violated, 1 SHOULD missed",
        ),
        ([an_outcome(), violated("a.d", "SHOULD")], "2 of 285 judged, 1 SHOULD missed"),
        (
            [an_outcome(), an_outcome("a.b", verdict="waived")],
            "2 of 285 judged, none violated; 1 waived",
        ),
        (
            [an_outcome(), lost("a.b")],
            "1 of 285 judged, none violated; 1 requirement not tested",
        ),
        ([an_outcome(), SPENT], "1 of 285 judged, none violated"),
        ([SPENT], "0 of 285 judged"),
        ([], "0 of 285 judged"),
    ],
)
def test_a_part_says_how_much_was_judged_and_nothing_of_the_whole(
    outcomes: list[Outcome], line: str
) -> None:
    verdict = judge(*outcomes, scope=PART).verdict
    assert totals.conclusion(verdict) == line
    assert (verdict.conformant, verdict.strict) == (None, None)


@pytest.mark.parametrize(
    "reason",
    [LossReason.BUDGET_SPENT, LossReason.NOT_REACHED, LossReason.INTERRUPTED],
)
def test_a_run_that_ended_early_judged_a_part(reason: LossReason) -> None:
    whole = Scope(3, narrowed=False)
    rest = [lost("a.b", loss=reason), lost("a.c", loss=reason)]
    verdict = judge(an_outcome(), *rest, scope=whole).verdict
    assert totals.conclusion(verdict) == "1 of 3 judged, none violated"
    assert verdict.conformant is None


def test_what_the_target_lost_is_no_choice_of_a_part() -> None:
    gone = lost("a.b", loss=LossReason.UNREACHABLE)
    verdict = judge(an_outcome(), gone, scope=Scope(2, narrowed=False)).verdict
    assert totals.conclusion(verdict) == "INCOMPLETE: 1 requirement not tested"


def test_all_requirements_on_some_of_their_cases_are_a_part() -> None:
    verdict = judge(an_outcome(), scope=Scope(1, narrowed=True)).verdict
    assert totals.conclusion(verdict) == (
        "1 of 1 judged, not on every case, none violated"
    )


def test_a_requirement_counts_once_however_many_items_it_has() -> None:
    judged = judge(
        violated("chat.id"),
        violated("chat.id", case="chat/other"),
        an_outcome("models.id", "SHOULD"),
    )
    levels, areas = (
        totals.by_level(judged.verdict.verdicts),
        totals.by_area(judged.verdict.verdicts),
    )
    assert levels["MUST"]["violated"] == 1
    assert levels["SHOULD"]["pass"] == 1
    assert sum(n for counts in levels.values() for n in counts.values()) == 2
    assert list(areas) == ["chat", "models"]
    assert areas["chat"]["MUST"]["violated"] == 1
    assert areas["models"]["MUST"]["violated"] == 0
