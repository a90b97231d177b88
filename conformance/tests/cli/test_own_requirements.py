"""A company's own requirements in a folder of its own, as the page on them says."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

import conformance
import conformance.relay
from conformance.cli.main import main
from conformance.relay import Relay, RelaySettings
from conformance.tests.own_requirements import (
    CONFTEST,
    PAGE,
    commands,
    harbour,
)
from conformance.tests.processes import Completed, completed, python, relaycert

KEY = {"MY_KEY": "sk-relaycert-harbour-0123456789"}
REFERENCE = ("--reference", "--profile", "openai", "--requirements", "harbour")
FEW = ("--select", "harbour,models.list.accepted,chat.shape", "--report-dir", "report")
# The faithful relay violates it.
BROKEN = ("!= 200", "== 200")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ended(*arguments: str) -> Result:
    """How the command ends in the folder."""
    return CliRunner().invoke(main, arguments)


def report_in(folder: Path) -> dict[str, Any]:
    """The report of a folder."""
    report: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return report


def by_id(report: dict[str, Any]) -> dict[str, Any]:
    """The verdicts of a report by requirement."""
    return {row["requirement"]: row for row in report["verdicts"]}


def run_of(words: list[str], folder: Path) -> Completed:
    """What a command of the page does in a folder."""
    module = {"relaycert": "conformance", "pytest": "pytest"}[words[0]]
    command = shlex.split(" ".join(words))
    return completed((sys.executable, "-m", module, *command[1:]), folder)


def test_they_are_listed_and_explained_as_the_owners(tmp_path: Path) -> None:
    harbour(tmp_path)
    of = ("--requirements", "harbour")
    listed = json.loads(ended("list", *of, "--area", "harbour", "--json").output)
    assert [(row["requirement"], row["level"], row["own"]) for row in listed] == [
        ("harbour.answer.size", "SHOULD", True),
        ("harbour.team.accepted", "MUST", True),
        ("harbour.team.kept", "MUST", True),
    ]
    assert "harbour.team.kept (own)" in ended("list", *of).output
    alone = ("explain", "harbour.team.kept", *of, "--profile", "openai")
    text = " ".join(ended(*alone).output.split())
    for words in (
        "its owner, harbour/test_teams.py:22",
        "Gateway handbook 3.1 (owner) https://wiki.harbour.example/gateway#teams",
        "Take the header x-harbour-team out before the answer is sent.",
        "harbour-team-echoed Sends the header that names the team back.",
    ):
        assert words in text
    assert "Did you mean" in ended("explain", "harbour.team.kep", *of).output


def test_a_plan_names_them_and_counts_what_they_send(tmp_path: Path) -> None:
    harbour(tmp_path)
    planned = ended("plan", *REFERENCE, "--select", "harbour.team")
    assert planned.exit_code == 0, planned.output
    assert "own requirements among them: harbour.team.accepted" in planned.output


@pytest.mark.parametrize(
    "command",
    [
        ("list", "--requirements", "harbour"),
        ("explain", "chat.n", "--requirements", "harbour"),
        ("plan", *REFERENCE),
        ("selftest", "--requirements", "harbour"),
        ("serve", "--requirements", "harbour"),
    ],
    ids=lambda command: command[0],
)
def test_a_slip_is_told_wherever_they_are_named(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    harbour(tmp_path, test_teams=('"own/team"', '"own/taem"'))
    refused = ended(*command)
    assert refused.exit_code == 2
    assert "harbour/test_teams.py:8: " in refused.output
    assert "Did you mean 'own/team'?" in refused.output
    harbour(tmp_path, test_teams=("SHOULD, Ex", "SHUOLD, Ex"))
    assert "harbour/test_teams.py:3: cannot be imported" in ended(*command).output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"harbour.team.kept"', '"harbour.team.kep"', "mean 'harbour.team.kept'?"),
        ('"harbour-team-echoed"', '"stream-no-done"', "another fault or variation"),
        (', caught_by="harbour.team.kept"', "", "`caught_by` names the requirement"),
        ("import Answer", "import Anser", "faults.py:5: cannot be imported"),
        ('source="plausible")', 'dialects=("opnai",))', "Did you mean 'openai'?"),
    ],
)
def test_a_slip_in_a_fault_is_told(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    harbour(tmp_path, faults=(old, new))
    refused = ended("selftest", "--requirements", "harbour")
    assert (refused.exit_code, said in refused.output) == (2, True), refused.output


def test_a_fault_that_is_not_theirs_is_told(tmp_path: Path) -> None:
    harbour(tmp_path)
    refused = ended("selftest", "--requirements", "harbour", "harbour-team-ecoed")
    assert "Did you mean 'harbour-team-echoed'?" in refused.output
    assert ended("run", "--bend", "harbour-team-echoed", "--quiet").exit_code == 2


def test_the_page_names_what_a_requirement_may_use() -> None:
    text = PAGE.read_text("utf-8")
    missing = [name for name in conformance.__all__ if f"`{name}`" not in text]
    assert missing == []


@pytest.mark.process
@pytest.mark.slow
def test_the_commands_of_the_page_do_what_it_says(tmp_path: Path) -> None:
    harbour(tmp_path)
    said = {}
    for words, code in commands("harbour"):
        run = run_of(words, tmp_path)
        assert run.returncode == code, f"{words}\n{run.stdout}{run.stderr}"
        said[" ".join(words[1:3])] = run.stdout
    assert (
        "3 of 3 faults caught by the named requirement"
        in said["selftest --requirements"]
    )
    assert "No fault" not in said["selftest --requirements"]
    assert "left out" in relaycert(tmp_path, "verify", "report").stdout
    (target,) = report_in(tmp_path / "report")["targets"]
    assert target["conclusion"] == "CONFORMANT, strict; own requirements kept"
    assert report_in(tmp_path / "bent")["targets"][0]["own"]["state"] == "violated"
    kept = by_id(report_in(tmp_path / "bent"))["harbour.team.kept"]
    assert (kept["verdict"], kept["own"]) == ("violated", "apart")
    assert kept["source"]["url"] == "https://wiki.harbour.example/gateway#teams"
    again = report_in(tmp_path / "again")["targets"][0]
    assert again["conclusion"] == target["conclusion"]


@pytest.mark.process
def test_a_pytest_project_judges_its_own(tmp_path: Path) -> None:
    project = harbour(tmp_path)
    (project / "conftest.py").write_text(CONFTEST, "utf-8")
    (project / "test_ordinary.py").write_text("def test_it():\n    assert 1\n", "utf-8")
    ends = [run_of(words, project).stdout for words, _ in commands("pytest")]
    assert "5 passed" in ends[0]
    assert "2 passed, 3 deselected" in ends[1]
    assert "1 passed, 4 deselected" in ends[2]
    assert "own requirements kept" in ends[2]
    (project / "pytest.ini").write_text(
        "[pytest]\naddopts = --strict-markers -p no:cacheprovider\n", "utf-8"
    )
    options = ("--relaycert-embedded", "--relaycert-profile", "openai")
    whole = ("--pyargs", "conformance.requirements", ".", "--import-mode=importlib")
    run = python(
        project, "-m", "pytest", *options, *whole, "-n", "2", "-k", "chat.n or size"
    )
    assert run.returncode == 0, run.stdout + run.stderr
    latest = max(project.glob("reports/*"), key=lambda path: path.name)
    judged = by_id(report_in(latest)).keys()
    assert {"chat.n", "harbour.answer.size"} <= judged
    assert "harbour.team.kept" not in judged


@pytest.mark.process
def test_a_folder_below_a_project_is_named(tmp_path: Path) -> None:
    harbour(tmp_path)
    (tmp_path / "conftest.py").write_text(CONFTEST, "utf-8")
    options = ("--relaycert-embedded", "--relaycert-profile", "openai")
    lost = python(tmp_path, "-m", "pytest", *options, "-p", "no:cacheprovider")
    assert lost.returncode == 4
    assert "there is no case 'own/team'" in lost.stdout + lost.stderr
    ini = "[pytest]\nrelaycert_requirements = harbour\n"
    (tmp_path / "pytest.ini").write_text(ini, "utf-8")
    run = python(tmp_path, "-m", "pytest", *options, "-p", "no:cacheprovider")
    assert "4 passed" in run.stdout, run.stdout + run.stderr


@pytest.mark.process
def test_one_that_is_violated_does_not_touch_the_contract(tmp_path: Path) -> None:
    harbour(tmp_path, test_teams=BROKEN)
    run = relaycert(tmp_path, "run", *REFERENCE, *FEW)
    assert run.returncode == 1, run.stdout + run.stderr
    report = report_in(tmp_path / "report")
    (target,) = report["targets"]
    assert target["counts"]["must_violated"] == 0
    assert "harbour" not in target["summary"]["areas"]
    assert target["own"]["counts"]["must_violated"] == 1
    assert "harbour" in target["own"]["summary"]["areas"]
    words = "none violated; own requirements: 1 MUST violated"
    assert words in run.stdout
    for name in ("report.md", "report.html", "junit.xml"):
        text = (tmp_path / "report" / name).read_text("utf-8")
        assert "own requirements" in text, name
        assert "harbour.team.accepted" in text, name
    items = ElementTree.parse(tmp_path / "report" / "junit.xml").iter("testcase")
    own = [i for i in items if i.find(".//property[@name='own']") is not None]
    assert len(own) == 4
    # Without its files only the contract is judged again; another edition is refused.
    verified = relaycert(tmp_path, "verify", "report")
    assert (verified.returncode, "3 of harbour" in verified.stdout) == (0, True)
    assert "1 MUST violated" not in verified.stdout
    whole = relaycert(tmp_path, "verify", "report", "--requirements", "harbour")
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert "own requirements: 1 MUST" in " ".join(whole.stdout.split())
    harbour(tmp_path)
    other = relaycert(tmp_path, "verify", "report", "--requirements", "harbour")
    assert (other.returncode, "test_teams.py has changed" in other.stderr) == (2, True)
    replayed = relaycert(
        tmp_path, "replay", "report", "--requirements", "harbour", "--quiet"
    )
    assert "test_teams.py has changed" in replayed.stderr
    alone = relaycert(tmp_path, "replay", "report", "--report-dir", "again")
    assert (alone.returncode, "left out" in alone.stderr) == (0, True)
    assert not any("own" in row for row in report_in(tmp_path / "again")["verdicts"])


@pytest.mark.process
def test_a_forged_verdict_of_theirs_is_told_where_they_are_handed_in(
    tmp_path: Path,
) -> None:
    harbour(tmp_path, test_teams=BROKEN)
    relaycert(tmp_path, "run", *REFERENCE, *FEW)
    report = report_in(tmp_path / "report")
    by_id(report)["harbour.team.accepted"]["verdict"] = "pass"
    text = json.dumps(report, indent=1) + "\n"
    (tmp_path / "report" / "report.json").write_text(text, "utf-8")
    told = relaycert(tmp_path, "verify", "report", "--requirements", "harbour")
    assert told.returncode == 1
    assert "harbour.team.accepted" in told.stdout


@pytest.mark.process
def test_a_waiver_may_name_one_and_a_stale_one_is_told(tmp_path: Path) -> None:
    harbour(tmp_path, test_teams=BROKEN)
    waived = '[[waiver]]\nrequirement = "harbour.team.accepted"\nreason = "known"\n'
    (tmp_path / "waivers.toml").write_text(f"{waived}until = 2099-12-31\n", "utf-8")
    of = ("run", *REFERENCE, "--waivers", "waivers.toml")
    run = relaycert(tmp_path, *of, *FEW)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "own requirements kept; 1 waived" in run.stdout
    assert report_in(tmp_path / "report")["targets"][0]["counts"]["waived"] == 0
    harbour(tmp_path)
    stale = relaycert(tmp_path, *of, *FEW[:-1], "stale")
    assert (stale.returncode, "is stale" in stale.stdout) == (1, True)


@pytest.mark.process
def test_a_profile_that_names_one_counts_it(tmp_path: Path) -> None:
    harbour(tmp_path, test_teams=BROKEN)
    (tmp_path / "harbour.toml").write_text(
        'extends = "openai"\ntitle = "Harbour"\ndated = "2026-10"\n\n[[statement]]\n'
        'requirement = "harbour.team.accepted"\nlevel = "MUST"\n'
        'says = "A program may name its team."\nsource = "chapter 3"\n',
        "utf-8",
    )
    of = ("--reference", "--profile", "harbour.toml", "--requirements", "harbour")
    run = relaycert(tmp_path, "run", *of, *FEW)
    assert run.returncode == 1, run.stdout + run.stderr
    report = report_in(tmp_path / "report")
    (target,) = report["targets"]
    assert target["counts"]["must_violated"] == 1
    verdict = by_id(report)["harbour.team.accepted"]
    assert (verdict["own"], verdict["source"]["says"]) == (
        "contract",
        "A program may name its team.",
    )
    for command in ("verify", "replay"):
        alone = relaycert(tmp_path, command, "report")
        words = " ".join((alone.stdout + alone.stderr).split())
        assert alone.returncode in (2, 3), words
        assert "its contract names harbour.team.accepted" in words
    whole = relaycert(tmp_path, "verify", "report", "--requirements", "harbour")
    assert whole.returncode == 0, whole.stdout + whole.stderr


@pytest.mark.process
def test_a_run_goes_on_with_the_same_folder_alone(tmp_path: Path) -> None:
    harbour(tmp_path)
    own = ("--requirements", "harbour")
    with Relay(RelaySettings(key=KEY["MY_KEY"])) as relay:
        url = relay.base_url("openai")
        at = ("--base-url", url, "--key-env", "MY_KEY", "--model", "reference-chat")
        few = (*FEW, "--max-requests", "3")
        first = relaycert(tmp_path, "run", *at, *own, *few, env=KEY)
        assert first.returncode == 3, first.stdout + first.stderr
        on = ("run", *at, "--select", FEW[1], "--resume", "report")
        without = relaycert(tmp_path, *on, env=KEY)
        assert (without.returncode, "(harbour)" in without.stderr) == (2, True)
        harbour(tmp_path, test_teams=("4096", "8192"))
        other = relaycert(tmp_path, *on, *own, env=KEY)
        assert (other.returncode, "has changed" in other.stderr) == (2, True)
        harbour(tmp_path)
        run = relaycert(tmp_path, *on, *own, env=KEY)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "own requirements kept" in run.stdout
    verified = relaycert(tmp_path, "verify", "report", *own)
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.process
def test_reports_with_them_are_compared(tmp_path: Path) -> None:
    harbour(tmp_path)
    relaycert(tmp_path, "run", *REFERENCE, *FEW, "--", "-n", "2")
    harbour(tmp_path, test_teams=BROKEN)
    relaycert(tmp_path, "run", *REFERENCE, *FEW[:-1], "broken")
    worse = relaycert(tmp_path, "diff", "report", "broken")
    assert worse.returncode == 1, worse.stdout + worse.stderr
    assert "harbour.team.accepted (own)" in worse.stdout
    compared = relaycert(tmp_path, "compare", "report", "broken", "--out", "both")
    assert compared.returncode == 0, compared.stdout + compared.stderr
    both = json.loads((tmp_path / "both" / "compare.json").read_bytes())
    assert "harbour" in {area["area"] for area in both["areas"]}
    assert [target["counts"]["must"] for target in both["targets"]] == [0, 0]


@pytest.mark.process
def test_levels_and_parts_of_ids_choose_them(tmp_path: Path) -> None:
    harbour(tmp_path)
    of = ("run", *REFERENCE, "--examples", "0", "--quiet")
    chosen = {
        "must": ("--select", "harbour", "--level", "must"),
        "m": ("--select", "harbour", "--", "-m", "must"),
        "k": ("--", "-k", "harbour.answer or chat.stream.done"),
    }
    for name, options in chosen.items():
        run = relaycert(tmp_path, *of, "--report-dir", name, *options)
        assert run.returncode == 0, run.stdout + run.stderr
    assert list(by_id(report_in(tmp_path / "must"))) == [
        "harbour.team.accepted",
        "harbour.team.kept",
    ]
    assert (
        by_id(report_in(tmp_path / "m")).keys()
        == by_id(report_in(tmp_path / "must")).keys()
    )
    named = by_id(report_in(tmp_path / "k")).keys()
    assert {"chat.stream.done", "harbour.answer.size"} <= named
    assert not {"chat.stream.usage", "harbour.team.kept"} & named


@pytest.mark.process
def test_a_mistake_in_one_is_not_the_targets(tmp_path: Path) -> None:
    harbour(
        tmp_path, test_teams=("        raise Violation(", "        raise KeyError(")
    )
    of = ("--bend", "harbour-team-echoed", "--report-dir", "report")
    run = relaycert(tmp_path, "run", *REFERENCE, "--select", "harbour.team", *of)
    words = " ".join((run.stdout + run.stderr).split())
    assert run.returncode == 4, words
    assert "in a requirement of your own: " in words
