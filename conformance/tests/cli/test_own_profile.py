"""A vendor's own profile in a folder of its owner: shown, judged by, verified."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conformance.cli.main import main
from conformance.cli.trace import oddities
from conformance.inputs.target import read_target
from conformance.plugin.dialects import dialects
from conformance.relay import Relay, RelaySettings
from conformance.reporting.own_profiles import with_profiles
from conformance.tests.own_profile import LANTERN, lantern
from conformance.tests.packaged import SUITE
from conformance.tests.processes import relaycert

STREAMS, MODELS = "stream-usage-ignored", "err-unknown-model-status-wrong"
KEY = {"MY_KEY": "sk-relaycert-lantern-0123456789"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lantern(tmp_path)
    monkeypatch.chdir(tmp_path)


def ended(*arguments: str) -> Result:
    """How the command ends in the folder."""
    return CliRunner().invoke(main, arguments)


def report_in(folder: Path) -> dict[str, Any]:
    """The report of the only target in a folder."""
    report: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return report


def test_its_requirements_are_listed_with_its_levels() -> None:
    rows = json.loads(ended("list", "--profile", "lantern.toml", "--json").output)
    levels = {row["requirement"]: (row["level"], row["source"]) for row in rows}
    assert levels["chat.stream.usage"] == ("MUST", "lantern#chat.stream.usage")
    assert levels["chat.shape"] == ("MUST", "aitre/chat#answer")
    assert not any(id.startswith("midjourney.") for id in levels)


def test_a_requirement_is_explained_by_its_words() -> None:
    of = ("errors.unknown-model.status", "--profile", "lantern.toml")
    text = " ".join(ended("explain", *of).output.split())
    assert "lantern MUST Lantern Relay handbook, handbook 3.2: A model that we" in text
    assert "aitre" not in text


def test_its_statements_are_traced() -> None:
    of = ("list", "--trace", "--json", "--profile", "lantern.toml")
    assert [
        (row["says"], row["judged_by"]) for row in json.loads(ended(*of).output)
    ] == [
        (
            "A stream that asks for it ends with a count of its tokens.",
            ["chat.stream.usage"],
        ),
        (
            "A model that we do not have is answered with 404.",
            ["errors.unknown-model.status"],
        ),
    ]


SEEN = """
[[statement]]
requirement = "auth.status"
level = "SHOULD"
says = "Without a key the answer was 401."
source = "our log"
mark = "seen"
seen_on = 2026-11-22

[[oddity]]
says = "Chapter 3 names two statuses for one mistake."
reading = "Either may come."
"""


def test_what_was_seen_and_what_is_odd_is_traced(tmp_path: Path) -> None:
    lantern(tmp_path, LANTERN + SEEN)
    of = ("list", "--trace", "--profile", "lantern.toml")
    *_, stated, odd = json.loads(ended(*of, "--json").output)
    assert (stated["mark"], stated["seen_on"]) == ("seen", "2026-11-22")
    assert odd == {
        "oddity": "lantern/oddities#1",
        "profile": "lantern",
        "says": "Chapter 3 names two statuses for one mistake.",
        "reading": "Either may come.",
    }
    shown = " ".join(ended(*of).output.split())
    for part in ("(seen 2026-11-22)", "lantern/oddities#1", "Either may come."):
        assert part in shown
    known = ended("explain", "auth.status", "--profile", "lantern.toml").output
    assert "(seen 2026-11-22)" in " ".join(known.split())


def test_an_oddity_is_named_where_it_is_and_shown_with_what_extends_it(
    tmp_path: Path,
) -> None:
    lantern(tmp_path, LANTERN + SEEN)
    small = 'extends = "lantern.toml"\ntitle = "Small"\ndated = "D"\n'
    lantern(tmp_path, small, "small.toml")
    suite = with_profiles(SUITE, [tmp_path / "small.toml"])
    assert [id for id, _ in oddities(suite, "small")] == ["small/oddities#1"]
    every = [id for id, _ in oddities(suite, None)]
    assert "lantern/oddities#1" in every
    assert "small/oddities#1" not in every


@pytest.mark.parametrize(
    "command",
    [
        ("list", "--profile", "lantern.toml"),
        ("list", "--trace", "--profile", "lantern.toml"),
        ("explain", "chat.n", "--profile", "lantern.toml"),
        ("serve", "--profile", "lantern.toml"),
        ("plan", "--reference", "--profile", "lantern.toml"),
        ("plan", "--base-url", "https://h/openai/v1", "--profile", "lantern.toml"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_with_it_is_told_wherever_it_is_named(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    lantern(tmp_path, LANTERN.replace("chat.tools", "chat.tool").replace("404", "200"))
    refused = ended(*command)
    assert refused.exit_code == 2
    assert "200 is less than the minimum of 400" in refused.output
    lantern(tmp_path, LANTERN.replace("chat.tools", "chat.tool"))
    assert "Did you mean 'chat.tools'?" in ended(*command).output


def test_a_target_names_it_by_its_place_beside_the_file(tmp_path: Path) -> None:
    (elsewhere := tmp_path / "targets").mkdir()
    lantern(elsewhere, LANTERN.replace("2026-10", "2026-11"))
    text = 'base_url = "https://h/openai/v1"\nprofile = "lantern.toml"\nname = "mine"\n'
    (elsewhere / "mine.toml").write_text(text, "utf-8")
    planned = ended("plan", "--examples", "0", "targets/mine.toml")
    assert planned.exit_code == 0, planned.output
    assert "lantern/small" in planned.output
    (elsewhere / "lantern.toml").unlink()
    refused = ended("plan", "targets/mine.toml")
    assert (refused.exit_code, "cannot be read" in refused.output) == (2, True)


@pytest.mark.parametrize("parent", sorted(SUITE.profiles))
def test_one_to_begin_with_is_written_over_each_packaged_one(
    parent: str, tmp_path: Path
) -> None:
    written = ended("init", "new", "--profile-from", parent)
    assert written.exit_code == 0, written.output
    own, known = tmp_path / "new" / "my-vendor.toml", SUITE.profiles[parent]
    suite = with_profiles(SUITE, [own])
    begun = suite.profiles["my-vendor"]
    assert begun.extends[0] == parent
    assert (begun.models, begun.statuses) == (known.models, known.statuses)
    assert (begun.required, begun.statements) == (known.required, known.statements)
    target = read_target(tmp_path / "new" / "relaycert.toml", suite)
    assert target.profile.name == "my-vendor"
    # What is commented out is right as well.
    lines = own.read_text("utf-8").splitlines()
    facts = [x.removeprefix("# ") if " = " in x else x for x in lines]
    own.write_text("\n".join(facts).replace("# [[", "[["), "utf-8")
    stated = with_profiles(SUITE, [own]).profiles["my-vendor"]
    assert (stated.models, stated.statuses) == (known.models, known.statuses)
    assert stated.envelopes == known.envelopes
    assert stated.statements[0].requirement == "limits.retry-after"
    assert set(stated.required) != set(known.required)
    assert "already there" in ended("init", "new", "--profile-from", parent).output


def test_a_target_is_begun_under_a_file_that_is_there(tmp_path: Path) -> None:
    written = ended("init", "new", "--profile", "lantern.toml")
    assert written.exit_code == 0, written.output
    text = (tmp_path / "new" / "relaycert.toml").read_text("utf-8")
    assert 'profile = "../lantern.toml"' in text
    planned = ended("plan", "--examples", "0", "new/relaycert.toml")
    assert "lantern/small" in planned.output


@pytest.mark.process
def test_a_relay_that_keeps_it_conforms_and_the_bundle_is_verified_by_it(
    tmp_path: Path,
) -> None:
    run = relaycert(
        tmp_path,
        *("run", "--reference", "--profile", "lantern.toml", "--report-dir", "report"),
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Lantern Relay handbook, 2026-10 (lantern)" in run.stdout
    manifest = json.loads((tmp_path / "report" / "manifest.json").read_bytes())
    assert "profiles/lantern.toml" in json.dumps(manifest)
    (target,) = report_in(tmp_path / "report")["targets"]
    assert (target["profile"], target["conclusion"]) == (
        "lantern",
        "CONFORMANT, strict",
    )
    # Whoever gets the bundle has no other copy of the contract.
    (tmp_path / "lantern.toml").unlink()
    verified = relaycert(tmp_path, "verify", "report")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    replayed = relaycert(tmp_path, "replay", "report", "--report-dir", "again")
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    assert report_in(tmp_path / "again")["targets"][0]["profile"] == "lantern"
    kept = tmp_path / "report" / "profiles" / "lantern.toml"
    kept.write_text(kept.read_text().replace("[404]", "[404, 503]"))
    forged = relaycert(tmp_path, "verify", "report")
    assert (forged.returncode, "profiles/lantern.toml" in forged.stdout) == (1, True)


@pytest.mark.process
def test_a_field_that_is_taken_all_the_same_is_a_finding(tmp_path: Path) -> None:
    """The relay speaks the contract that this one extends, which takes the field."""
    lantern(tmp_path, LANTERN.replace("/openai/v1", "/v1").replace("[404]", "[503]"))
    settings = RelaySettings(key=KEY["MY_KEY"], dialects=dialects(SUITE))
    with Relay(settings) as relay:
        run = relaycert(
            tmp_path,
            *("run", "--base-url", relay.base_url("aitre"), "--key-env", "MY_KEY"),
            *("--profile", "lantern.toml", "--model", "chat=reference-chat"),
            *("--select", "generated.refused", "--report-dir", "report"),
            env=KEY,
        )
    assert run.returncode == 0, run.stdout + run.stderr
    (verdict,) = report_in(tmp_path / "report")["verdicts"]
    assert (verdict["verdict"], verdict["level"]) == ("violated", "SHOULD")
    assert "logit_bias is not taken" in json.dumps(verdict["items"])


@pytest.mark.process
def test_two_faults_are_two_findings_with_the_words_of_its_owner(
    tmp_path: Path,
) -> None:
    run = relaycert(
        tmp_path,
        *("run", "--reference", "--profile", "lantern.toml", "--report-dir", "report"),
        *("--bend", f"{STREAMS}+{MODELS}", "--examples", "0"),
    )
    assert run.returncode == 1, run.stdout + run.stderr
    violated = [
        (verdict["requirement"], verdict["level"], verdict["source"]["title"])
        for verdict in report_in(tmp_path / "report")["verdicts"]
        if verdict["verdict"] == "violated"
    ]
    assert violated == [
        ("chat.stream.usage", "MUST", "Lantern Relay handbook, handbook 4.3"),
        ("errors.unknown-model.status", "MUST", "Lantern Relay handbook, handbook 3.2"),
    ]
    # With an address or without one, whoever reads it sees whose words they are.
    for name in ("report.md", "report.html"):
        text = (tmp_path / "report" / name).read_text("utf-8")
        assert "Lantern Relay handbook, handbook 4.3" in text, name
        assert "Lantern Relay handbook, handbook 3.2" in text, name
