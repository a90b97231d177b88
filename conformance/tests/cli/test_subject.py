"""What `run` and `plan` judge where more or less is named."""

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from conformance.cli.main import main
from conformance.cli.subject import subject
from conformance.inputs.target_file import STANDARD
from conformance.plugin.standing import VARIABLE

UNNAMED: dict[str, Any] = {"target": (), "base_url": None, "resume": None, "bend": ()}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)


def judged(*files: str, reference: bool = False, **values: Any) -> list[str]:
    """What pytest is told to judge."""
    return subject(files, reference=reference, values={**UNNAMED, **values})


def a_file(path: str, name: str) -> None:
    """A target file."""
    text = f'name = "{name}"\nbase_url = "https://h/v1"\nprofile = "openai"\n'
    Path(path).write_text(text, "utf-8")


def planned(*arguments: str) -> Result:
    """How `plan` ends, without requests that are generated."""
    return CliRunner().invoke(main, ["plan", "--examples", "0", *arguments])


def test_an_empty_folder_has_the_reference_relay_judged() -> None:
    assert judged() == ["--embedded"]


def test_the_file_of_the_folder_is_judged_where_nothing_else_is_named() -> None:
    a_file(STANDARD, "mine")
    assert judged() == [f"--target={STANDARD}"]
    assert judged(reference=True) == judged(bend=("x",)) == ["--embedded"]
    assert judged("other.toml") == ["--target=other.toml"]
    for named in ({"target": ("a",)}, {"base_url": "https://h"}, {"resume": "r"}):
        assert judged(**named) == []


def test_a_folder_of_that_name_is_no_file() -> None:
    Path(STANDARD).mkdir()
    assert judged() == ["--embedded"]


def test_the_variable_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(STANDARD, "mine")
    monkeypatch.setenv(VARIABLE, "other.toml")
    assert judged() == []
    assert judged(reference=True) == ["--embedded"]


@pytest.mark.parametrize("named", [{"target": ("a",)}, {"base_url": "https://h"}])
def test_the_reference_relay_is_judged_alone(named: dict[str, Any]) -> None:
    with pytest.raises(click.UsageError, match="name no other target"):
        judged(reference=True, **named)
    with pytest.raises(click.UsageError, match="name no other target"):
        judged("a.toml", reference=True)


def test_what_is_not_a_target_file_is_refused_with_the_one_that_may_be_meant() -> None:
    a_file("gateway.toml", "gateway")
    with pytest.raises(click.UsageError, match=r"Did you mean 'gateway\.toml'"):
        judged("gateway")
    with pytest.raises(click.UsageError, match=r"Name a TOML file\. What pytest is"):
        judged("conformance/requirements/chat")


def test_a_plan_finds_its_targets_and_says_which() -> None:
    a_file(STANDARD, "relay of the folder")
    a_file("first.toml", "first relay")
    a_file("second.toml", "second relay")
    of_folder, of_both = planned(), planned("first.toml", "second.toml")
    assert (of_folder.exit_code, of_both.exit_code) == (0, 0)
    assert "relay of the folder" in of_folder.output
    assert f"Target: {STANDARD} of this folder." in of_folder.output
    assert "first relay" in of_both.output
    assert "second relay" in of_both.output
    assert "of the folder" not in of_both.output


def test_what_follows_two_dashes_is_for_pytest_alone() -> None:
    a_file(STANDARD, "mine")
    ended = planned("--", "-k", "mine.toml")
    assert ended.exit_code == 3, ended.output
    assert "Usage: main plan [OPTIONS] [TARGET.toml]... [-- PYTEST_ARGS...]" in (
        CliRunner().invoke(main, ["plan", "--help"]).output
    )
