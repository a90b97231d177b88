"""Which profiles of a user's own a run is judged by."""

from pathlib import Path
from typing import Any, cast

import pytest

from conformance.plugin.profiles import profile_files
from conformance.plugin.standing import VARIABLE
from conformance.reporting.own_profiles import keep
from conformance.tests.own_profile import LANTERN, lantern
from conformance.tests.plugin.test_options import Given

TARGET = 'base_url = "https://h/v1"\nprofile = "{}"\n'


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def named(given: dict[str, Any], *configured: Path) -> list[Path]:
    """The files that options, and pytest's configuration, name."""
    return profile_files(cast(pytest.Config, Given(given, *configured)))


def a_target(folder: Path, profile: str = "lantern.toml") -> Path:
    """A target file that names a profile."""
    path = folder / "mine.toml"
    path.write_text(TARGET.format(profile), "utf-8")
    return path


def test_options_targets_and_the_configuration_name_them(tmp_path: Path) -> None:
    own, target = lantern(tmp_path), a_target(tmp_path)
    assert named({"--profile": str(own), "--base-url": "https://h"}) == [own]
    assert named({"--target": [str(target)]}) == [own]
    assert named({}, target) == [own]
    assert named({"--target": [str(target), str(target)]}) == [own]
    assert named({"--profile": "openai", "--base-url": "https://h"}) == []
    assert named({"--target": [str(a_target(tmp_path, "openai"))]}) == []


def test_what_was_recorded_is_judged_by_what_the_report_keeps(tmp_path: Path) -> None:
    own, report = lantern(tmp_path), tmp_path / "report"
    report.mkdir()
    keep([own], report)
    lantern(tmp_path, LANTERN.replace("404", "503"))
    assert named({"--replay": str(report)}) == [report / "profiles" / "lantern.toml"]


def test_a_run_goes_on_under_the_same_edition_alone(tmp_path: Path) -> None:
    own, report = lantern(tmp_path), tmp_path / "report"
    report.mkdir()
    keep([own], report)
    again = {"--resume": str(report), "--target": [str(a_target(tmp_path))]}
    copy = report / "profiles" / "lantern.toml"
    assert named(again) == named({"--resume": str(report)}) == [copy]
    lantern(tmp_path, LANTERN.replace("404", "503"))
    with pytest.raises(pytest.UsageError, match="another edition of this profile"):
        named(again)
    assert named({"--resume": str(report)}) == [copy]
