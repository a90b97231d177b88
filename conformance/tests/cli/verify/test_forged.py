"""Whether a report is true: what was changed in a bundle is named."""

import json
import shutil
from pathlib import Path

import pytest

from conformance.bundle.files import MANIFEST, digests, vouched
from conformance.cli.verify.verify import verified
from conformance.core.verdict import ExitCode
from conformance.sending import store
from conformance.tests.cli.verify.bundles import (
    DONE,
    RECORDING,
    Json,
    cover_up,
    edit,
    named,
    verdict,
)

pytestmark = pytest.mark.process


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


def test_a_conclusion_that_does_not_follow_is_named(bare: Path) -> None:
    def praise(report: Json) -> None:
        report["targets"][0].update(conformant=True, conclusion="CONFORMANT, strict")
        report["run"]["exit_code"] = 0

    edit(bare / "report.json", praise)
    cover_up(bare)
    assert named(verified(bare, None)) == {("target", "relay"), ("run", "exit_code")}


def test_a_part_that_hides_how_much_it_is_of_is_named(bare: Path) -> None:
    def hide(report: Json) -> None:
        target = report["targets"][0]
        target["scope"]["whole"] = None
        target["conclusion"] = "2 judged, none violated"

    edit(bare / "report.json", hide)
    cover_up(bare)
    assert named(verified(bare, None)) == {("target", "relay")}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("report.md", "1 MUST violated", "none violated"),
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
