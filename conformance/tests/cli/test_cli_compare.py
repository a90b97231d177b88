"""`relaycert compare` and `relaycert diff`, as they are called."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conformance.cli.main import main
from conformance.reporting.document import Report
from conformance.reporting.report import write
from conformance.tests.comparing import said


def _call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Report folders: what is well, what misses a MUST, what misses a SHOULD."""
    made: dict[str, Report] = {
        "well": said("relay", chat__a="pass", chat__b="SHOULD pass"),
        "broken": said("relay", chat__a="violated", chat__b="SHOULD pass"),
        "missed": said("relay", chat__a="pass", chat__b="SHOULD violated"),
    }
    for name, report in made.items():
        write(report, tmp_path / name)
    return {name: tmp_path / name for name in made}


def test_compare_writes_its_forms_and_shows_the_matrix(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    ended = _call("compare", *folders.values(), "--out", tmp_path / "made")
    assert ended.exit_code == 0
    assert ["chat.a", "✓", "✗", "✓"] in [
        line.split() for line in ended.output.split("\n")
    ]
    told = json.loads((tmp_path / "made" / "compare.json").read_text())
    assert len(told["targets"]) == 3
    assert {path.suffix for path in (tmp_path / "made").iterdir()} == {
        ".json",
        ".md",
        ".html",
    }


def test_compare_leaves_out_what_all_agree_on(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "made"
    _call(
        *("compare", folders["well"], folders["broken"]),
        *("--only-differences", "--out", out),
    )
    assert "chat.b" not in (out / "compare.md").read_text()
    assert "chat.a" in (out / "compare.md").read_text()


def test_compare_makes_a_folder_of_its_own(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _call("compare", folders["well"]).exit_code == 0
    (made,) = (tmp_path / "reports").glob("compare-*Z")
    assert (made / "compare.html").exists()


@pytest.mark.parametrize(
    ("old", "new", "options", "code"),
    [
        ("well", "well", (), 0),
        ("well", "broken", (), 1),
        ("broken", "well", (), 0),
        ("well", "missed", (), 0),
        ("well", "missed", ("--strict",), 1),
    ],
)
def test_diff_ends_with_1_when_something_got_worse(
    folders: dict[str, Path], old: str, new: str, options: tuple[str, ...], code: int
) -> None:
    ended = _call("diff", folders[old], folders[new] / "report.json", *options)
    assert ended.exit_code == code
    assert ("WORSE" in ended.output) is bool(code)


def test_diff_writes_for_people_and_for_programs(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    text, data = tmp_path / "diff.md", tmp_path / "diff.json"
    _call(
        *("diff", folders["well"], folders["broken"]),
        *("--markdown", text, "--json", data),
    )
    assert "<code>chat.a</code>" in text.read_text()
    assert json.loads(data.read_text())["worse"] is True


def test_bad_input_is_a_usage_error_with_advice(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    blocked = tmp_path / "notes.txt" / "made"
    for arguments, says in (
        (("compare",), "Missing argument"),
        (("compare", tmp_path / "gone"), "Name a report folder"),
        (("compare", folders["well"], "--out", blocked), "cannot be written"),
        (("diff", folders["well"], tmp_path / "notes.txt"), "is not JSON"),
        (("diff", folders["well"]), "Missing argument"),
        (
            ("diff", *[folders["well"]] * 2, "--markdown", blocked),
            "Name another place",
        ),
    ):
        ended = _call(*arguments)
        assert ended.exit_code == 2
        assert says in ended.output


@pytest.mark.parametrize("command", ["compare", "diff"])
def test_help_shows_examples(command: str) -> None:
    shown = _call(command, "--help").output
    assert shown.count(f"  relaycert {command} ") == 2
