"""Whether a report is true: who signed it."""

import shutil
from pathlib import Path

import pytest

from conformance.bundle.files import ATTESTATION, MANIFEST
from conformance.cli.verify.verify import verified
from conformance.core.verdict import ExitCode
from conformance.tests.cli.verify.bundles import DONE, edit, named, verdict

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
