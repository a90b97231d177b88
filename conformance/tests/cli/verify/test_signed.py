"""Whether a report is true: who signed it."""

import shutil
from pathlib import Path

import pytest

from conformance.bundle.files import ATTESTATION, MANIFEST
from conformance.cli.verify.verify import verified
from conformance.core.verdict import ExitCode
from conformance.tests.cli.verify.bundles import (
    DONE,
    command,
    cover_up,
    edit,
    named,
    verdict,
)

pytestmark = pytest.mark.process


def test_an_untouched_bundle_is_true(home: Path) -> None:
    found = verified(home / "signed", home / "key-public.pem")
    assert found.differences == ()
    assert found.exit_code is ExitCode.CONFORMANT
    assert found.report
    assert verdict(found.report, DONE)["verdict"] == "violated"


def test_the_key_of_another_is_refused(home: Path) -> None:
    found = verified(home / "signed", home / "stranger-public.pem")
    assert named(found) == {("signature", ATTESTATION)}
    assert "no signature in it was made with this key" in found.differences[0].says
    assert found.signature == "not made with the key that was given"


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


def test_what_is_required_is_a_verdict_of_its_own(home: Path) -> None:
    ended = command(home, "verify", "signed", "--require", "conformant")
    told = " ".join(ended.stdout.split())
    assert ended.returncode == 1
    assert "TRUE, but relay: " in told
    assert "NOT TRUE" not in told
    assert command(home, "verify", "signed").returncode == 0


def test_a_part_meets_no_requirement(home: Path) -> None:
    ended = command(home, "verify", "other", "--require", "conformant")
    assert ended.returncode == 1
    assert "of 3" in ended.stdout


def test_the_verdict_of_an_untrue_report_is_not_repeated(bare: Path) -> None:
    edit(
        bare / "report.json",
        lambda report: report["targets"][0].update(conclusion="FLAWLESS"),
    )
    cover_up(bare)
    ended = command(bare.parent, "verify", bare.name)
    assert ended.returncode == 1
    assert "NOT TRUE" in ended.stdout
    assert "FLAWLESS" not in ended.stdout
