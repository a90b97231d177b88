"""Reports that an earlier version wrote: still read, compared, and held against new."""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.core.exceptions import LossReason
from conformance.formats.schema import validator
from conformance.reporting.compare import pages as compare_pages
from conformance.reporting.compare import text as compare_text
from conformance.reporting.compare.matrix import compare
from conformance.reporting.compare.reading import read
from conformance.reporting.diff import files, text
from conformance.reporting.diff.difference import Strictness, diff
from conformance.reporting.older import Form, completed, form_of
from conformance.reporting.terminal import Colors
from conformance.tests.reports import (
    a_report,
    an_outcome,
    hostile,
    judge,
    lost,
    violated,
)

# Written before reports had states: one target in each, by the name of the target.
STORED = Path(__file__).parent / "stored" / "report-without-states.json"
STATES = {
    "strict": ("conformant", "Conformant", "strict"),
    "missed": ("conformant", "Conformant", "1 SHOULD missed"),
    "broken": (
        "not-conformant",
        "Not conformant",
        "1 MUST violated; 1 requirement not tested",
    ),
    "incomplete": ("incomplete", "Incomplete", "1 requirement not tested"),
    "waived": ("waived", "Not certified", "conformant only by 1 waiver"),
    "stale": ("not-conformant", "Not conformant", "1 stale or expired waiver"),
}


def stored() -> Any:
    return json.loads(STORED.read_text("utf-8"))


def test_the_stored_report_is_an_older_one() -> None:
    assert form_of(stored()) is Form.OLDER
    assert form_of(a_report(judge(violated("chat.id")))) is Form.CURRENT


@pytest.mark.parametrize("name", STATES)
def test_an_older_report_gets_the_state_that_its_verdicts_give(name: str) -> None:
    target = next(t for t in read(STORED).report["targets"] if t["name"] == name)
    assert (target["state"], target["headline"], target["detail"]) == STATES[name]
    assert target["conclusion"].lower().endswith(target["detail"].lower())


def test_a_completed_report_has_the_form_of_today() -> None:
    errors = validator("own/report").iter_errors(completed(stored()))
    assert [error.message for error in errors] == []


def test_completing_gives_what_a_run_would_have_written() -> None:
    report = hostile()
    older = json.loads(json.dumps(report))
    for target in older["targets"]:
        for field in ("state", "headline", "detail", "counts", "scope"):
            del target[field]
    assert form_of(older) is Form.OLDER
    assert completed(older) == report


def test_a_report_of_today_is_written_again_byte_for_byte() -> None:
    report = a_report(judge(violated("chat.id")))
    assert json.dumps(completed(report)) == json.dumps(report)


def test_what_is_there_is_left_as_it_is() -> None:
    report = a_report(judge(violated("chat.id")))
    report["targets"][0] |= {"state": "doubtful", "headline": "In doubt"}
    assert completed(report) == report


def test_an_older_report_can_be_compared() -> None:
    comparison = compare([read(STORED)])
    states = {target["name"]: target["state"] for target in comparison["targets"]}
    assert states == {name: state for name, (state, *_) in STATES.items()}
    page = compare_pages.as_html(comparison)
    assert page.count('class="concluded bad"') == 2
    assert page.count('class="concluded warn"') == 2
    assert page.count('class="concluded good"') == 2
    assert "NOT CONFORMANT: 1 MUST" in compare_text.text(comparison, 120, Colors.NONE)


def test_a_state_of_a_later_version_is_shown_with_its_own_words(tmp_path: Path) -> None:
    report = a_report(judge(violated("chat.id")))
    report["targets"][0] |= {"state": "doubtful", "conclusion": "in doubt: fine"}
    (tmp_path / "report.json").write_text(json.dumps(report), "utf-8")
    page = compare_pages.as_html(compare([read(tmp_path)]))
    assert '<span class="concluded warn">in doubt: fine</span>' in page


def test_an_older_report_can_be_held_against_a_newer() -> None:
    older = read(STORED).report
    changed = diff(older, older)
    assert not changed.worse(Strictness.STRICT)
    assert "not worse" in text.text(changed, Strictness.STRICT, 120, Colors.NONE)
    ends = [target["old"] for target in json.loads(files.as_json(changed))["targets"]]
    assert {end["name"]: end["state"] for end in ends} == {
        name: state for name, (state, *_) in STATES.items()
    }


def older(report: Any) -> Any:
    """A report as it was before one said how much was judged."""
    for target in report["targets"]:
        target |= {"state": "conformant", "conformant": True, "strict": True}
        target |= {"conclusion": "CONFORMANT, strict", "headline": "Conformant"}
        del target["scope"]
    return report


def test_an_older_report_on_a_selection_no_longer_claims_the_whole() -> None:
    report = older(a_report(judge(an_outcome("chat.id"))))
    report["run"]["selection"]["expression"] = "chat"
    assert form_of(report) is Form.OLDER
    [target] = completed(report)["targets"]
    assert (target["state"], target["conformant"], target["strict"]) == (
        "partial",
        None,
        None,
    )
    assert target["conclusion"] == "1 judged, none violated"
    assert target["scope"] == {"judged": 1, "whole": None, "partial": True}
    assert not list(validator("own/report").iter_errors(completed(report)))


def test_an_older_report_whose_budget_ran_out_no_longer_claims_the_whole() -> None:
    spent = lost("chat.z", loss=LossReason.BUDGET_SPENT)
    report = older(a_report(judge(an_outcome("chat.id"), spent)))
    [target] = completed(report)["targets"]
    assert target["conclusion"] == "1 of 2 judged, none violated"


def test_an_older_report_on_the_whole_stays_what_it_is() -> None:
    report = older(a_report(judge(an_outcome("chat.id"))))
    [target] = completed(report)["targets"]
    assert target["conclusion"] == "CONFORMANT, strict"
    assert target["scope"] == {"judged": 1, "whole": 1, "partial": False}


def test_an_older_report_tells_no_kinds() -> None:
    report = a_report(judge(violated("chat.id", kind="missing")))
    [item] = report["verdicts"][0]["items"]
    assert item.pop("kind") == "missing"
    assert form_of(report) is Form.OLDER
    assert completed(report)["verdicts"][0]["items"] == [item | {"kind": ""}]
    assert not list(validator("own/report").iter_errors(completed(report)))
