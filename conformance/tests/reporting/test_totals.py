"""What verdicts add up to, in numbers and in one line."""

from datetime import date

import pytest

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
