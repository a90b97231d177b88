"""Who signed is known by the key alone; anyone else's tools can check it."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from securesystemslib.dsse import Envelope
from securesystemslib.signer._key import SSlibKey

from conformance.bundle.signature import NotSigned, Signer, Witness, signer, witness
from conformance.tests.processes import python

TYPE = "application/vnd.in-toto+json"
PAYLOAD = b'{"a": "\xc3\xa4"}'


def key_pair(folder: Path, name: str = "key") -> tuple[Path, Path]:
    """The files of a new private key and of its public one."""
    key = Ed25519PrivateKey.generate()
    private, public = folder / f"{name}.pem", folder / f"{name}-public.pem"
    private.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    public.write_bytes(
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return private, public


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Signer, Witness]:
    private, public = key_pair(tmp_path)
    return signer(private), witness(public)


def test_what_was_signed_is_read(pair: tuple[Signer, Witness]) -> None:
    made = pair[0].envelope(PAYLOAD, TYPE)
    assert pair[1].signed(json.loads(json.dumps(made)), TYPE) == PAYLOAD
    assert pair[0].id == pair[1].id


def test_another_implementation_accepts_it(tmp_path: Path) -> None:
    private, public = key_pair(tmp_path)
    made = signer(private).envelope(PAYLOAD, TYPE)
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = SSlibKey.from_crypto(
        load_pem_public_key(public.read_bytes()), keyid=made["signatures"][0]["keyid"]
    )
    envelope = Envelope.from_dict(json.loads(json.dumps(made)))
    assert envelope.verify([key], 1)
    assert envelope.payload == PAYLOAD


def test_another_key_is_refused(tmp_path: Path, pair: tuple[Signer, Witness]) -> None:
    stranger, _ = key_pair(tmp_path, "stranger")
    with pytest.raises(NotSigned, match="no signature in it was made with this key"):
        pair[1].signed(signer(stranger).envelope(PAYLOAD, TYPE), TYPE)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"payload": base64.b64encode(b"{}").decode()}, "made with this key"),
        ({"payload": "!"}, "not formed"),
        ({"payload": 7}, "not formed"),
        ({"payloadType": "text/plain"}, "not of the type"),
        ({"signatures": []}, "holds no signature"),
        ({"signatures": [{"sig": ""}]}, "made with this key"),
        ({"signatures": [{"sig": "!"}]}, "not formed"),
        ({"signatures": [7]}, "not formed"),
        ({"signatures": None}, "not formed"),
    ],
)
def test_a_changed_envelope_is_refused(
    pair: tuple[Signer, Witness], changes: dict[str, Any], says: str
) -> None:
    made = pair[0].envelope(PAYLOAD, TYPE) | changes
    with pytest.raises(NotSigned, match=says):
        pair[1].signed(made, TYPE)


def test_the_type_is_signed_too(pair: tuple[Signer, Witness]) -> None:
    made = pair[0].envelope(PAYLOAD, TYPE) | {"payloadType": "text/plain"}
    with pytest.raises(NotSigned, match="made with this key"):
        pair[1].signed(made, "text/plain")


def test_a_signer_shows_nothing_of_its_key(tmp_path: Path) -> None:
    private, _ = key_pair(tmp_path)
    assert "Ed25519" not in repr(signer(private))


def test_unusable_keys_are_told(tmp_path: Path) -> None:
    private, public = key_pair(tmp_path)
    locked, elliptic, broken = (tmp_path / n for n in ("locked", "elliptic", "broken"))
    form = (Encoding.PEM, PrivateFormat.PKCS8)
    locked.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            *form, BestAvailableEncryption(b"word")
        )
    )
    elliptic.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(*form, NoEncryption())
    )
    broken.write_text(private.read_text().replace("\n", "\nAA", 1))
    for path, says in (
        (public, "holds no private Ed25519 key"),
        (locked, "locked with a password"),
        (elliptic, "holds no private Ed25519 key"),
        (broken, "holds no private Ed25519 key"),
        (tmp_path / "gone", "cannot be read"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(pytest.UsageError, match=says) as told:
            signer(path)
        assert private.read_text().splitlines()[1] not in str(told.value)
    with pytest.raises(pytest.UsageError, match="holds no public Ed25519 key"):
        witness(private)


@pytest.mark.process
def test_without_the_library_it_says_what_to_install(tmp_path: Path) -> None:
    private, _ = key_pair(tmp_path)
    code = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from pathlib import Path\nimport pytest\n"
        "from conformance.bundle.signature import signer\n"
        "try: signer(Path(sys.argv[1]))\n"
        "except pytest.UsageError as error: print(error)"
    )
    ended = python(tmp_path, "-c", code, str(private))
    assert "pip install 'relaycert[sign]'" in ended.stdout
