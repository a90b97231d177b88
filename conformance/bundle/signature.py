"""Signs a payload with a key file, and checks who signed one (DSSE, Ed25519)."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

_INSTALL = (
    "Signatures need the library `cryptography`. Install it: "
    "pip install 'relaycert[sign]'"
)
_MAKE = "openssl genpkey -algorithm ed25519 -out key.pem"
_DERIVE = "openssl pkey -in key.pem -pubout -out public.pem"
# No key file is near as large; anything may have been named.
_LARGEST_KEY = 65_536


class NotSigned(Exception):
    """Why an envelope does not show that the holder of a key signed it."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Holds a private key, and shows nothing of it."""

    id: str
    _key: "Ed25519PrivateKey" = field(repr=False)

    def envelope(self, payload: bytes, payload_type: str) -> dict[str, Any]:
        """The payload with its signature."""
        signed = self._key.sign(_encoded(payload, payload_type))
        return {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": payload_type,
            "signatures": [
                {"keyid": self.id, "sig": base64.b64encode(signed).decode()}
            ],
        }


@dataclass(frozen=True, slots=True)
class Witness:
    """Holds the public key of the one who should have signed."""

    id: str
    _key: "Ed25519PublicKey" = field(repr=False)

    def signed(self, envelope: Mapping[str, Any], payload_type: str) -> bytes:
        """The payload that the key's holder signed; else NotSigned says why not."""
        from cryptography.exceptions import InvalidSignature

        payload = unpacked(envelope, payload_type)
        for signature in _signatures(envelope):
            try:
                self._key.verify(signature, _encoded(payload, payload_type))
            except InvalidSignature:
                continue
            return payload
        raise NotSigned("no signature in it was made with this key")


def signer(path: Path) -> Signer:
    """The private key of a PEM file; UsageError says what is wrong with it."""
    serialization = _serialization()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    content = _content(path)
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except TypeError:
        raise pytest.UsageError(
            f"{path}: the key is locked with a password. Name a key file without one, "
            "that only you can read."
        ) from None
    except Exception:  # the library has many, and some quote what they read
        raise pytest.UsageError(_unusable(path, "private", _MAKE)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise pytest.UsageError(_unusable(path, "private", _MAKE))
    return Signer(_id(key.public_key()), key)


def witness(path: Path) -> Witness:
    """The public key of a PEM file; UsageError says what is wrong with it."""
    serialization = _serialization()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    content = _content(path)
    try:
        key = serialization.load_pem_public_key(content)
    except Exception:  # as above
        raise pytest.UsageError(_unusable(path, "public", _DERIVE)) from None
    if not isinstance(key, Ed25519PublicKey):
        raise pytest.UsageError(_unusable(path, "public", _DERIVE))
    return Witness(_id(key), key)


def unpacked(envelope: Mapping[str, Any], payload_type: str) -> bytes:
    """The payload of an envelope, whoever signed it; NotSigned if it has none."""
    try:
        payload = base64.b64decode(envelope["payload"], validate=True)
    except (LookupError, TypeError, ValueError, binascii.Error):
        raise NotSigned("it is not formed as a DSSE envelope is") from None
    if envelope.get("payloadType") != payload_type:
        raise NotSigned(f"its payload is not of the type {payload_type}")
    return payload


def _signatures(envelope: Mapping[str, Any]) -> list[bytes]:
    try:
        found = [
            base64.b64decode(one["sig"], validate=True)
            for one in envelope["signatures"]
        ]
    except (LookupError, TypeError, ValueError, binascii.Error):
        raise NotSigned("it is not formed as a DSSE envelope is") from None
    if not found:
        raise NotSigned("it holds no signature")
    return found


def _encoded(payload: bytes, payload_type: str) -> bytes:
    """What is signed: payload and type, each with its length (DSSE's PAE)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def _serialization() -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
    except ImportError:
        raise pytest.UsageError(_INSTALL) from None
    return serialization


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_KEY)
    except OSError as error:
        raise pytest.UsageError(
            f"{path}: the key cannot be read ({error.strerror})."
        ) from None


def _id(key: "Ed25519PublicKey") -> str:
    """The SHA-256 of a public key: who has it can tell its signatures."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def _unusable(path: Path, kind: str, how: str) -> str:
    return f"{path}: holds no {kind} Ed25519 key in PEM form. Make one: {how}"
