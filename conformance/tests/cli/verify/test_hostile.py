"""Whether a report is true: of bundles that are broken or hostile."""

from pathlib import Path

import pytest

from conformance.bundle.files import ATTESTATION, MANIFEST
from conformance.cli.verify.verify import verified
from conformance.core.verdict import ExitCode
from conformance.tests.cli.verify.bundles import (
    DONE,
    RECORDING,
    Json,
    command,
    cover_up,
    edit,
    named,
)

pytestmark = pytest.mark.process


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
