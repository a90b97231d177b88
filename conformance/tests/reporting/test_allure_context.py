"""What Allure is told of a run as a whole."""

import json
from pathlib import Path

import pytest

from conformance.reporting.allure import context as allure_context
from conformance.tests.helpers import a_target
from conformance.tests.reports import HOSTILE, a_report, an_outcome, judge, violated


def test_the_environment_says_what_judged_and_what_was_judged() -> None:
    target = a_target(models={"": "reference-chat", "embeddings": "e-1"})
    told = dict(
        allure_context.environment(a_report(judge(violated("chat.id"), target=target)))
    )
    contract = target.profile
    assert told == {
        "relaycert": "0.1.0",
        "requirements": "sha256:" + "0" * 64,
        "run": "run-1 (live)",
        "selection": "all",
        "level": "MAY",
        "relay: profile": f"{contract.name} ({contract.title}, {contract.dated})",
        "relay: base URL": "http://127.0.0.1:9/v1",
        "relay: models": "* reference-chat, embeddings e-1",
        "relay: verdict": "NOT CONFORMANT: 1 MUST violated",
    }


def test_names_and_values_are_spelled_as_properties() -> None:
    told = judge(an_outcome(target="a b:c=d\\é"), target=a_target(name="a b:c=d\\é"))
    text = allure_context.files(a_report(told))["environment.properties"]
    assert "a\\ b\\:c\\=d\\\\\\u00e9\\:\\ base\\ URL=http://127.0.0.1:9/v1\n" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_means_harm_takes_one_ascii_line(name: str) -> None:
    harmless = a_report(judge(an_outcome()))
    attacked = a_report(judge(an_outcome(target=name), target=a_target(name=name)))
    usual, text = (
        allure_context.files(report)["environment.properties"]
        for report in (harmless, attacked)
    )
    assert text.isascii()
    assert len(text.splitlines()) == len(usual.splitlines())
    assert len(text) < 100_000


def test_the_categories_are_the_same_for_allure_2_and_3() -> None:
    files = allure_context.files(a_report(judge(an_outcome())))
    rows = json.loads(files["categories.json"])
    assert json.loads(files["allurerc.json"])["categories"] == rows
    assert [row["name"] for row in rows] == [
        "MUST violated",
        "SHOULD violated",
        "MAY violated",
        "Waived",
        "Inconclusive",
        "Not tested",
        "Not applicable",
        "Defect of the suite",
    ]


def test_the_files_are_written_where_the_results_are(tmp_path: Path) -> None:
    allure_context.write(a_report(judge(an_outcome())), tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "allurerc.json",
        "categories.json",
        "environment.properties",
    }


def test_a_folder_that_cannot_be_written_to_is_told_of(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(pytest.UsageError, match="taken: the files for Allure"):
        allure_context.write(a_report(judge(an_outcome())), taken)
