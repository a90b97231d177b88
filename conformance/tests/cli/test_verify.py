"""Whether a report is true: of real bundles, untouched and forged."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest

from conformance.bundle.files import ATTESTATION, MANIFEST, digests, vouched
from conformance.cli.verify.verify import Verified, verified
from conformance.core.verdict import ExitCode
from conformance.plugin import run
from conformance.relay import Relay, RelaySettings
from conformance.sending import store
from conformance.tests.bundle.test_signature import key_pair
from conformance.tests.processes import Completed, relaycert

pytestmark = pytest.mark.process

KEY = "sk-verifytest0123456789"
DONE = "chat.stream.done"
RECORDING = "recordings/relay/chat/stream.json"
Json = dict[str, Any]


def command(folder: Path, *arguments: str) -> Completed:
    return relaycert(folder, *arguments, env={"MY_KEY": KEY})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a signed bundle on a relay that violates a MUST, and another."""
    folder = tmp_path_factory.mktemp("home")
    private, _ = key_pair(folder)
    key_pair(folder, "stranger")
    with Relay(RelaySettings(key=KEY)) as relay:
        target = (
            f'base_url = "{relay.base_url("openai", "stream-no-done")}"\n'
            'name = "relay"\nprofile = "openai"\nkey_env = "MY_KEY"\n'
            '[models]\nchat = "gpt-4o-mini"\n[[waiver]]\nrequirement = "chat.id"\n'
            'reason = "r"\nuntil = 2099-12-31\n'
        )
        (folder / "relay.toml").write_text(target.split("[[")[0])
        for name, only in (("signed", "chat.stream"), ("other", "models")):
            ended = command(
                folder,
                *("run", "--target", "relay.toml", "--report-dir", name),
                *("--select", only, "--sign-key", str(private), "--examples", "0"),
            )
            assert ended.returncode in (0, 1), ended.stdout + ended.stderr
    return folder


@pytest.fixture
def signed(home: Path, tmp_path: Path) -> Path:
    """A copy of the bundle, to be tampered with."""
    return Path(shutil.copytree(home / "signed", tmp_path / "signed"))


@pytest.fixture
def bare(signed: Path) -> Path:
    """The same without a signature."""
    (signed / ATTESTATION).unlink()
    return signed


def edit(path: Path, change: Callable[[Json], object]) -> None:
    """Change a JSON file in the form in which it was written."""
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def cover_up(folder: Path) -> None:
    """Make the manifest fit the files again, as a forger would."""
    files = {name: asdict(file) for name, file in vouched(digests(folder)).items()}
    edit(folder / MANIFEST, lambda manifest: manifest.update(files=files))


def named(found: Verified) -> set[tuple[str, str]]:
    return {(one.kind, one.place) for one in found.differences}


def verdict(report: Any, id: str) -> Any:
    return next(v for v in report["verdicts"] if v["requirement"] == id)


def test_an_untouched_bundle_is_true(home: Path) -> None:
    found = verified(home / "signed", home / "key-public.pem")
    assert found.differences == ()
    assert found.exit_code is ExitCode.CONFORMANT
    assert found.report
    assert verdict(found.report, DONE)["verdict"] == "violated"


def test_verifying_leaves_the_bundle_as_it_is(home: Path) -> None:
    before = digests(home / "signed")
    verified(home / "signed", None)
    assert digests(home / "signed") == before


def test_a_changed_byte_in_any_file_is_named(signed: Path) -> None:
    names = list(vouched(digests(signed)))
    assert len(names) > 5
    for name in names:
        data = bytearray((signed / name).read_bytes())
        data[len(data) // 2] ^= 1
        (signed / name).write_bytes(data)
    assert {("changed", name) for name in names} <= named(verified(signed, None))


def test_a_changed_recording_is_found_without_its_manifest(bare: Path) -> None:
    edit(bare / RECORDING, lambda kept: kept["exchanges"][0].update(step="other"))
    cover_up(bare)
    found = verified(bare, None)
    assert ("verdict", f"relay {DONE}") in named(found)
    assert found.exit_code is ExitCode.VIOLATED


def test_a_recording_forged_with_its_digest_shows_another_verdict(bare: Path) -> None:
    def forge(kept: Json) -> None:
        pieces = kept["exchanges"][0]["response"]["pieces"]
        pieces.append({"at": pieces[-1]["at"], "text": "data: [DONE]\n\n"})
        kept["digest"] = store.digest(kept["exchanges"])

    edit(bare / RECORDING, forge)
    cover_up(bare)
    assert ("verdict", f"relay {DONE}") in named(verified(bare, None))


def test_a_changed_verdict_is_named(bare: Path) -> None:
    edit(bare / "report.json", lambda r: verdict(r, DONE).update(verdict="pass"))
    cover_up(bare)
    found = verified(bare, None)
    assert named(found) == {("verdict", f"relay {DONE}")}
    assert "says pass, the recordings show violated" in found.differences[0].says


def test_a_verdict_that_is_left_out_is_named(bare: Path) -> None:
    def leave_out(report: Json) -> None:
        report["verdicts"].remove(verdict(report, DONE))

    edit(bare / "report.json", leave_out)
    cover_up(bare)
    assert named(verified(bare, None)) == {("verdict", f"relay {DONE}")}


def test_a_narrower_selection_than_that_of_the_run_is_named(bare: Path) -> None:
    def narrow(report: Json) -> None:
        report["verdicts"].remove(verdict(report, DONE))
        report["run"]["selection"]["expression"] = "chat.stream.accepted"

    edit(bare / "report.json", narrow)
    cover_up(bare)
    assert ("manifest", MANIFEST) in named(verified(bare, None))


def test_a_conclusion_that_does_not_follow_is_named(bare: Path) -> None:
    def praise(report: Json) -> None:
        report["targets"][0].update(conformant=True, conclusion="CONFORMANT, strict")
        report["run"]["exit_code"] = 0

    edit(bare / "report.json", praise)
    cover_up(bare)
    assert named(verified(bare, None)) == {("target", "relay"), ("run", "exit_code")}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("report.md", "NOT CONFORMANT", "CONFORMANT"),
        ("junit.xml", "<failure", "<skipped"),
    ],
)
def test_another_form_of_the_report_that_lies_is_named(
    bare: Path, name: str, old: str, new: str
) -> None:
    text = (bare / name).read_text("utf-8")
    assert old in text
    text = text.replace("</failure", "</skipped") if new == "<skipped" else text
    (bare / name).write_text(text.replace(old, new), "utf-8")
    cover_up(bare)
    assert named(verified(bare, None)) == {("rendered", name)}


def test_a_removed_recording_is_named(bare: Path) -> None:
    (bare / RECORDING).unlink()
    assert ("missing", RECORDING) in named(verified(bare, None))
    cover_up(bare)
    assert ("verdict", f"relay {DONE}") in named(verified(bare, None))


def test_recordings_that_are_all_gone_are_not_taken_for_a_replay(bare: Path) -> None:
    shutil.rmtree(bare / "recordings")
    cover_up(bare)
    assert verified(bare, None).exit_code is ExitCode.VIOLATED


def test_an_added_recording_is_named(home: Path, bare: Path) -> None:
    added = next((home / "other" / "recordings").glob("relay/models/*.json"))
    name = f"recordings/relay/models/{added.name}"
    (bare / name).parent.mkdir(exist_ok=True)
    shutil.copy(added, bare / name)
    # A recording that is there already would be no added one.
    fresh = name not in json.loads((bare / MANIFEST).read_text())["files"]
    assert (("added" if fresh else "changed"), name) in named(verified(bare, None))


def test_any_added_file_is_named(bare: Path) -> None:
    (bare / "notes.txt").write_text("all is well")
    assert named(verified(bare, None)) == {("added", "notes.txt")}


def test_a_swapped_manifest_is_named(home: Path, bare: Path) -> None:
    shutil.copy(home / "other" / MANIFEST, bare / MANIFEST)
    found = named(verified(bare, None))
    assert {("manifest", MANIFEST), ("changed", "report.json")} <= found
    assert ("added", RECORDING) in found


def test_a_manifest_that_names_another_target_is_named(bare: Path) -> None:
    edit(bare / MANIFEST, lambda m: m["targets"][0]["file"].update(claims=["images"]))
    assert named(verified(bare, None)) == {("manifest", MANIFEST)}


def test_a_removed_manifest_is_named(bare: Path) -> None:
    (bare / MANIFEST).unlink()
    assert named(verified(bare, None)) == {("unreadable", MANIFEST)}


def test_the_key_of_another_is_refused(home: Path) -> None:
    found = verified(home / "signed", home / "stranger-public.pem")
    assert named(found) == {("signature", ATTESTATION)}
    assert "no signature in it was made with this key" in found.differences[0].says


def test_a_missing_signature_is_refused(home: Path, bare: Path) -> None:
    found = verified(bare, home / "key-public.pem")
    assert named(found) == {("signature", ATTESTATION)}
    assert "not signed" in found.differences[0].says


def test_the_signature_of_another_bundle_is_refused(home: Path, signed: Path) -> None:
    shutil.copy(home / "other" / ATTESTATION, signed / ATTESTATION)
    found = verified(signed, home / "key-public.pem")
    assert named(found) == {("statement", ATTESTATION)}


def test_a_manifest_that_was_changed_after_it_was_signed_is_named(
    home: Path, signed: Path
) -> None:
    edit(signed / MANIFEST, lambda manifest: None)
    text = (signed / MANIFEST).read_text().rstrip() + " \n"
    (signed / MANIFEST).write_text(text)
    found = verified(signed, home / "key-public.pem")
    assert named(found) == {("statement", ATTESTATION)}


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


def age(report: Json) -> None:
    """Take from a report what was not written yet before targets had states."""
    for target in report["targets"]:
        for field in ("state", "headline", "detail", "counts"):
            del target[field]
    for row in report["verdicts"]:
        for item in row["items"]:
            del item["loss"]


def test_an_older_report_is_judged_again_but_not_called_true(bare: Path) -> None:
    edit(bare / "report.json", age)
    (bare / "report.html").write_text("as an earlier version made it")
    cover_up(bare)
    result = verified(bare, None)
    assert result.differences == ()
    assert result.exit_code is ExitCode.INCOMPLETE
    assert "its verdicts are what the recordings show" in result.unjudged


def test_an_older_report_that_lies_is_named(bare: Path) -> None:
    edit(bare / "report.json", age)
    edit(bare / "report.json", lambda r: verdict(r, DONE).update(verdict="pass"))
    cover_up(bare)
    assert ("verdict", f"relay {DONE}") in named(verified(bare, None))


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
            'profile = "openai"\nkey_env = "MY_KEY"\n[models]\nchat = "gpt-4o-mini"\n'
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
            *("--model", "gpt-4o-mini", "--select", "chat.stream", "--", *more),
        )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert verified(tmp_path / "r", None).differences == ()


BROKEN = ("", "{", "[]", "[" * 100_000, '{"schema": "\x1b[31m", "x": NaN}', "\xff")


@pytest.mark.parametrize("broken", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("name", [MANIFEST, "report.json"])
def test_a_broken_document_is_named(signed: Path, name: str, broken: str) -> None:
    (signed / name).write_bytes(broken.encode("latin-1"))
    assert ("unreadable", name) in named(verified(signed, None))


@pytest.mark.parametrize("broken", BROKEN, ids=range(len(BROKEN)))
def test_broken_evidence_is_named(signed: Path, broken: str) -> None:
    names = (ATTESTATION, RECORDING, "recordings/relay/target.json")
    for name in names:
        (signed / name).write_bytes(broken.encode("latin-1"))
    found = named(verified(signed, None))
    assert ("statement", ATTESTATION) in found
    assert {("changed", name) for name in names[1:]} <= found
    assert ("recordings", "recordings/") in found


def test_names_that_lead_out_of_the_bundle_are_only_names(
    bare: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    names = [
        "../outside.txt",
        str(outside),
        "/etc/passwd",
        "..\\x",
        "a\x00b",
        "\x1b[2J",
    ]
    row = {"sha256": "0" * 64, "size": 4}
    edit(bare / MANIFEST, lambda m: m["files"].update(dict.fromkeys(names, row)))
    found = verified(bare, None)
    assert named(found) == {("missing", name) for name in names}
    assert outside.read_text() == "mine"


def test_a_recording_that_is_a_link_is_not_read(bare: Path, tmp_path: Path) -> None:
    moved = (bare / RECORDING).rename(tmp_path / "elsewhere.json")
    (bare / RECORDING).symlink_to(moved)
    found = named(verified(bare, None))
    assert ("refused", RECORDING) in found
    assert ("verdict", f"relay {DONE}") in found


HOSTILE = "\x1b]0;x\x07</script>\u202e../../x"


@pytest.mark.parametrize(
    "change",
    [
        {"profile": HOSTILE},
        {"base_url": HOSTILE},
        {"claims": [HOSTILE]},
        {"waiver": [{"requirement": HOSTILE, "reason": "r", "until": "2099-01-01"}]},
    ],
    ids=["profile", "base_url", "claims", "waiver"],
)
def test_a_hostile_target_is_refused(bare: Path, change: Json) -> None:
    edit(bare / "recordings/relay/target.json", lambda target: target.update(change))
    cover_up(bare)
    assert named(verified(bare, None)) == {("recordings", "recordings/")}


def test_hostile_texts_are_shown_and_do_nothing(bare: Path) -> None:
    kept = bare / "recordings/relay/target.json"
    edit(kept, lambda target: target.update(name=HOSTILE))
    edit(bare / "report.json", lambda r: r["targets"][0].update(conclusion=HOSTILE))
    (bare / "new\x1b[2J.txt").write_text("")
    ended = command(bare.parent, "verify", str(bare))
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "NOT TRUE" in ended.stdout
    assert "new\\x1b[2J.txt" in ended.stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(ended.stdout + ended.stderr)
    assert "Traceback" not in ended.stderr


def test_a_hostile_selection_ends_with_a_message(bare: Path) -> None:
    for expression in ("--collect-only", "no.such", "\x1b[2J", "-p os"):
        for name in ("report.json", MANIFEST):
            edit(
                bare / name,
                lambda content: content["run"]["selection"].update(
                    expression=expression  # noqa: B023  called at once
                ),
            )
        cover_up(bare)
        found = verified(bare, None)
        assert ("recordings", "recordings/") in named(found)


@pytest.mark.parametrize("keyword", ["__import__('os')", "a and", "-p os", "\x00"])
def test_a_hostile_keyword_ends_with_a_message(bare: Path, keyword: str) -> None:
    edit(bare / MANIFEST, lambda m: m["run"]["selection"].update(keyword=keyword))
    assert verified(bare, None).exit_code is ExitCode.VIOLATED


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
