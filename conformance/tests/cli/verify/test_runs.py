"""Whether a report is true: of runs of many kinds, and by the command."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest

from conformance.bundle.files import MANIFEST, digests
from conformance.cli.verify.verify import verified
from conformance.core.verdict import ExitCode
from conformance.plugin import run
from conformance.relay import Relay, RelaySettings
from conformance.tests.cli.verify.bundles import (
    DONE,
    KEY,
    Json,
    command,
    cover_up,
    edit,
    named,
    verdict,
)

pytestmark = pytest.mark.process


def test_verifying_leaves_the_bundle_as_it_is(home: Path) -> None:
    before = digests(home / "signed")
    verified(home / "signed", None)
    assert digests(home / "signed") == before


def test_a_narrower_selection_than_that_of_the_run_is_named(bare: Path) -> None:
    def narrow(report: Json) -> None:
        report["verdicts"].remove(verdict(report, DONE))
        report["run"]["selection"]["expression"] = "chat.stream.accepted"

    edit(bare / "report.json", narrow)
    cover_up(bare)
    assert ("manifest", MANIFEST) in named(verified(bare, None))


@pytest.mark.parametrize(
    ("suite", "says"),
    [
        ({"version": "99.0.0"}, "pip install relaycert==99.0.0"),
        ({"requirements": "sha256:" + "0" * 64}, "another set of requirements"),
    ],
)
def test_what_another_version_made_is_no_lie(
    bare: Path, suite: dict[str, str], says: str
) -> None:
    for name in ("report.json", MANIFEST):
        edit(bare / name, lambda content: content["suite"].update(suite))
    cover_up(bare)
    found = verified(bare, None)
    assert found.exit_code is ExitCode.INCOMPLETE
    assert says in found.unjudged


def test_what_another_version_made_is_still_held_against_its_manifest(
    bare: Path,
) -> None:
    edit(bare / "report.json", lambda report: report["suite"].update(version="99"))
    found = verified(bare, None)
    assert {("changed", "report.json"), ("manifest", MANIFEST)} <= named(found)


def test_a_replayed_report_refers_to_its_recordings(home: Path, bare: Path) -> None:
    ended = command(bare.parent, "replay", str(bare), "--report-dir", "again")
    assert ended.returncode == 1
    found = verified(bare.parent / "again", None)
    assert found.exit_code is ExitCode.INCOMPLETE
    assert "verify the folder that holds them" in found.unjudged


def test_a_run_in_which_the_suite_failed_is_not_called_true(bare: Path) -> None:
    edit(bare / "report.json", lambda report: report["run"].update(defects=["one"]))
    cover_up(bare)
    assert verified(bare, None).exit_code is ExitCode.INCOMPLETE


def test_a_waiver_holds_as_it_did_on_the_day_of_the_run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Later":
            return cls(2150, 1, 1, tzinfo=UTC)

    with Relay(RelaySettings(key=KEY)) as relay:
        (tmp_path / "relay.toml").write_text(
            f'base_url = "{relay.base_url("openai", "stream-no-done")}"\n'
            'profile = "openai"\nkey_env = "MY_KEY"\n'
            '[models]\nchat = "reference-chat"\n'
            f'[[waiver]]\nrequirement = "{DONE}"\nreason = "r"\nuntil = 2100-01-01\n'
        )
        ended = command(
            tmp_path,
            *("run", "--target", "relay.toml", "--report-dir", "waived"),
            *("--select", DONE),
        )
    assert ended.returncode == 0, ended.stdout
    monkeypatch.setattr(run, "datetime", Later)
    assert verified(tmp_path / "waived", None).exit_code is ExitCode.CONFORMANT


@pytest.mark.parametrize("more", [("-k", "done"), ("-x",), ("-n", "2")])
def test_what_pytest_was_told_besides_is_no_lie(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    with Relay(RelaySettings(key=KEY)) as relay:
        url = relay.base_url("openai", "stream-no-done")
        ended = command(
            tmp_path,
            *("run", "--base-url", url, "--key-env", "MY_KEY", "--report-dir", "r"),
            *("--model", "reference-chat", "--select", "chat.stream", "--", *more),
        )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert verified(tmp_path / "r", None).differences == ()


def test_what_is_no_bundle_is_a_usage_error(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(click.UsageError, match="Name the folder"):
            verified(folder, None)


def test_the_command_tells_it_in_80_columns(home: Path, bare: Path) -> None:
    ended = command(home, "verify", "signed", "--key", "key-public.pem")
    assert ended.returncode == 0
    assert "signed: TRUE: the report is what its recordings show" in ended.stdout
    edit(bare / "report.json", lambda r: verdict(r, DONE).update(verdict="pass"))
    false = command(bare.parent, "verify", "signed")
    assert false.returncode == 1
    assert "changed    report.json" in false.stdout
    assert f"verdict    relay {DONE}" in false.stdout
    assert "NOT TRUE: 2 differences" in false.stdout
    for line in (ended.stdout + false.stdout).splitlines():
        assert len(line) <= 80
    assert command(home, "verify", "nowhere").returncode == 2
    unusable = command(home, "verify", "signed", "--key", "relay.toml")
    assert unusable.returncode == 2
    assert "holds no public Ed25519 key" in unusable.stderr
