"""Comparisons: who stands where, what differs, and what to keep in mind."""

from typing import Any

import pytest

from conformance.core.requirement import Level
from conformance.core.target_verdict import Scope
from conformance.core.verdict import Verdict
from conformance.formats.schema import validator
from conformance.reporting import report
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.compare.matrix import (
    Cell,
    Rows,
    Written,
    compare,
    differs,
    mark,
)
from conformance.reporting.words import MARKS, Mark
from conformance.tests.comparing import (
    NOWHERE,
    attacked,
    compared,
    large,
    on,
    rows_of,
    said,
)
from conformance.tests.reports import a_header, an_outcome, hostile, judge


def _errors(made: object) -> list[str]:
    return [error.message for error in validator("own/compare").iter_errors(made)]


def test_a_comparison_keeps_its_published_form() -> None:
    for made in (
        compared(said("a", chat__id="pass"), said("b", chat__id="violated")),
        compared(hostile()),
        compared(attacked(), attacked()),
        large(2, 12),
    ):
        assert _errors(made) == []


def test_the_form_refuses_what_it_does_not_name() -> None:
    made = compared(said("a", chat__id="pass"))
    assert _errors(made | {"more": 1})
    foreign: Any = made["targets"][0]
    foreign["more"] = 1
    assert _errors(made)


def test_each_target_has_a_column_in_the_order_of_the_reports() -> None:
    made = compared(
        said("b", chat__id="pass"), said("a", chat__id="violated"), said("c")
    )
    assert [target["name"] for target in made["targets"]] == ["b", "a", "c"]
    cells = rows_of(made)["chat.id"]["cells"]
    assert [mark(cell) for cell in cells] == ["pass", "must", "absent"]
    assert cells[1]["message"] == "it is violated"


def test_two_reports_on_one_name_are_two_columns() -> None:
    made = compared(said("a", chat__id="pass"), said("a", chat__id="violated"))
    assert [mark(c) for c in rows_of(made)["chat.id"]["cells"]] == ["pass", "must"]


def test_all_targets_of_one_report_are_compared() -> None:
    assert len(compared(hostile())["targets"]) == 4


def test_rows_are_grouped_by_area_and_sorted() -> None:
    made = compared(said("a", models__b="pass", chat__z="pass", chat__a="pass"))
    grouped = {
        area["area"]: [row["requirement"] for row in area["requirements"]]
        for area in made["areas"]
    }
    assert grouped == {"chat": ["chat.a", "chat.z"], "models": ["models.b"]}


def _cell(told: str) -> Cell | None:
    level, _, verdict = told.rpartition(" ")
    cell = Cell(level=level or "MUST", verdict=verdict, message="m", cause="")
    return cell if verdict else None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("pass", "pass"), False),
        (("pass", "violated"), True),
        (("violated", "violated"), False),
        (("violated", "SHOULD violated"), True),
        (("pass", "SHOULD pass"), False),
        (("pass", "not-applicable"), True),
        (("pass", "inconclusive"), True),
        (("pass", ""), False),
        (("not-tested", ""), False),
        (("violated", ""), True),
        (("MAY violated", "", "MAY violated"), True),
        (("waived", "waived"), False),
    ],
)
def test_targets_differ_in_a_verdict_or_in_the_level_of_a_violation(
    cells: tuple[str, ...], expected: bool
) -> None:
    assert differs(map(_cell, cells)) is expected


def test_every_verdict_has_a_sign_of_its_own() -> None:
    cells = [
        Cell(level=level.value, verdict=verdict.value, message="", cause="")
        for level in Level
        for verdict in Verdict
    ]
    assert {mark(cell) for cell in cells} | {Mark.ABSENT} == MARKS.keys()
    assert len({words.sign for words in MARKS.values()}) == len(MARKS)


def test_only_differences_leaves_the_others_out_and_counts_them() -> None:
    made = compared(
        said("a", chat__a="pass", chat__b="pass", models__c="pass"),
        said("b", chat__a="pass", chat__b="violated", models__c="pass"),
        rows=Rows.DIFFERING,
    )
    assert list(rows_of(made)) == ["chat.b"]
    assert (made["requirements"], made["differing"]) == (3, 1)
    assert made["targets"][1]["counts"]["pass"] == 2


def test_totals_count_violations_by_level() -> None:
    made = compared(
        said(
            "a",
            chat__a="violated",
            chat__b="SHOULD violated",
            chat__c="SHOULD violated",
            chat__d="SHOULD pass",
            chat__e="waived",
        )
    )
    assert made["targets"][0]["counts"] == {
        "pass": 1,
        "must": 1,
        "should": 2,
        "may": 0,
        "waived": 1,
        "inconclusive": 0,
        "not-tested": 0,
        "not-applicable": 0,
    }


def test_reports_that_say_the_same_thing_need_no_note() -> None:
    assert (
        compared(said("a", chat__id="pass"), said("b", chat__id="pass"))["notes"] == []
    )


def test_other_versions_and_other_requirements_are_noted() -> None:
    old, new = said("a", chat__id="pass"), said("b", chat__id="pass")
    new["suite"] |= {"version": "9.9.9", "requirements": "sha256:" + "1" * 64}
    noted = " ".join(compared(old, new)["notes"])
    assert "different versions (0.1.0, 9.9.9)" in noted
    assert "2 different sets of requirements" in noted


def test_a_selection_and_a_defect_are_noted() -> None:
    header = a_header(selection="chat.*", defects=("broken",))
    judged = judge(an_outcome("chat.id"), scope=Scope(9, narrowed=True))
    part = report.build(header, [judged], Catalogue())
    noted = " ".join(compared(part, said("b", chat__id="pass"))["notes"])
    assert "1 report of 2 judged only a part" in noted
    assert "1 report met a defect" in noted


def test_other_contracts_are_noted() -> None:
    one, other = said("a", chat__id="pass"), on("b", an_outcome(target="b"))
    other["targets"][0]["profile"] = "aitre"
    assert "different contracts" in " ".join(compared(one, other)["notes"])


def test_the_sentence_is_the_one_of_the_first_report_that_has_it() -> None:
    one, other = said("a"), said("b", chat__id="pass")
    other["verdicts"][0]["sentence"] = "It is."
    assert rows_of(compared(one, other))["chat.id"]["sentence"] == "It is."


def test_without_recordings_there_are_no_times() -> None:
    made = compare([Written(said("a", chat__id="pass"), NOWHERE)])
    assert made["targets"][0]["latency"] is None


def test_ten_targets_and_400_requirements_are_compared_at_once() -> None:
    assert len(rows_of(large())) == 400
