"""A real bundle, made once, and copies of it to be tampered with."""

import shutil
from pathlib import Path

import pytest

from conformance.bundle.files import ATTESTATION
from conformance.relay import Relay, RelaySettings
from conformance.tests.bundle.test_signature import key_pair
from conformance.tests.cli.verify.bundles import KEY, command


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a signed bundle on a relay that violates a MUST, and another."""
    folder = tmp_path_factory.mktemp("home")
    private, _ = key_pair(folder)
    key_pair(folder, "stranger")
    with Relay(RelaySettings(key=KEY)) as relay:
        target = (
            f'base_url = "{relay.base_url("openai", "stream-no-done")}"\n'
            'name = "relay"\nprofile = "openai"\nkey_env = "MY_KEY"\n'
            '[models]\nchat = "reference-chat"\n[[waiver]]\nrequirement = "chat.id"\n'
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
