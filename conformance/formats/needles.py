"""What is looked for where a secret may stand: itself, and what is made of it."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from conformance.core.marks import HASH_MARK, MARK

_FOR_URLS = bytes.maketrans(b"+/", b"-_")
_ALGORITHMS = ("md5", "sha1", "sha256", "sha512")


class Needle(NamedTuple):
    """Text in lower case, and the mark that takes its place."""

    text: bytes
    mark: bytes = MARK.encode()
    # Whether the character before it, and that behind it, hold some of its bits.
    before: bool = False
    after: bool = False


def needles_of(secrets: Iterable[str]) -> tuple[Needle, ...]:
    """All that is looked for, each once."""
    all_of_them = (needle for secret in secrets for needle in _of(secret))
    return tuple(dict.fromkeys(all_of_them))


def _of(secret: str) -> Iterator[Needle]:
    raw = secret.encode("utf-8", "surrogatepass")
    yield Needle(raw.lower())
    yield Needle(raw[::-1].lower())
    yield Needle(raw.replace(b" ", b"+").lower())
    # Decoding finds these, too, but not once their case is changed.
    for phase in range(3):
        middle = _middle(raw, phase)
        shares = (phase > 0, (phase + len(raw)) % 3 > 0)
        for text in (middle, middle.translate(_FOR_URLS)):
            yield Needle(text.lower(), MARK.encode(), *shares)
    for algorithm in _ALGORITHMS:
        digest = hashlib.new(algorithm, raw, usedforsecurity=False).hexdigest()
        yield Needle(digest.encode(), HASH_MARK.encode())


def _middle(raw: bytes, phase: int) -> bytes:
    """The characters of base64 that are the same whatever stands around a secret."""
    encoded = base64.b64encode(b"\0" * phase + raw).rstrip(b"=")
    first = (phase * 8 + 5) // 6
    last = (phase + len(raw)) * 8 // 6
    return encoded[first:last]
