"""Reports that were written earlier: read, or refused with advice."""

import json
from pathlib import Path

import click
import pytest

from conformance.reporting.compare.reading import read
from conformance.reporting.document import Report
from conformance.reporting.report import write
from conformance.tests.comparing import attacked, said
from conformance.tests.reports import hostile


def _file(folder: Path, text: str) -> Path:
    path = folder / "report.json"
    path.write_text(text)
    return path


def test_a_folder_and_its_file_are_the_same_report(tmp_path: Path) -> None:
    made = said("a", chat__id="pass")
    write(made, tmp_path)
    for path in (tmp_path, tmp_path / "report.json"):
        assert read(path).report == made
        assert read(path).folder == tmp_path


@pytest.mark.parametrize("made", [hostile(), attacked()])
def test_a_report_may_say_anything_in_its_texts(tmp_path: Path, made: Report) -> None:
    assert read(_file(tmp_path, json.dumps(made))).report == made


def test_what_another_version_adds_is_no_obstacle(tmp_path: Path) -> None:
    made = said("a", chat__id="pass")
    made["more"] = made["targets"][0]["more"] = made["verdicts"][0]["more"] = 1
    assert read(_file(tmp_path, json.dumps(made))).report == made


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"schema": NaN}', "is not JSON"),
        ("[]", "is not a report of relaycert"),
        ('{"schema": "relaycert/selftest/1"}', "is not a report of relaycert"),
        ('{"schema": "relaycert/report/2"}', "another version (relaycert/report/2,"),
        (
            '{"schema": "relaycert/report/1"}',
            "does not have the form of a report (at $:",
        ),
    ],
)
def test_what_is_no_report_is_refused_with_advice(
    tmp_path: Path, text: str, says: str
) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(click.UsageError) as refused:
        read(path)
    assert str(refused.value.message).startswith(f"{path}: ")
    assert says in refused.value.message


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(click.UsageError, match="is not JSON"):
        read(tmp_path)


def test_a_place_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    made = said("a", chat__id="pass")
    made["verdicts"][0]["verdict"] = "fine"
    path = _file(tmp_path, json.dumps(made))
    with pytest.raises(
        click.UsageError, match=r"at \$\.verdicts\[0\]\.verdict: 'fine'"
    ):
        read(path)


def test_nothing_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone"):
        with pytest.raises(click.UsageError, match="Name a report folder"):
            read(path)
