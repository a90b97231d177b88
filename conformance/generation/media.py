"""Relations that hold for every vector, sound and picture."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from conformance.core.brief import field_of
from conformance.core.exceptions import Blocked
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.generation.request import Purpose
from conformance.inputs.profile import Profile
from conformance.requirements.reading import rows, whole

_FLOAT = 4  # bytes


def has_vectors(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """Each text has one vector, and all are of one length: the one asked for."""
    fields, vectors = exchange.request.fields, rows(exchange)
    expected = list(range(_inputs(fields.get("input"))))
    indexes = [field_of(row, "index") for row in vectors]
    if sorted(map(str, indexes)) != sorted(map(str, expected)):
        raise Violation(f"the indexes {expected}", got=indexes, at="/data/*/index")
    lengths = sorted({_length(row.get("embedding")) for row in vectors})
    expected_lengths = [fields["dimensions"]] if "dimensions" in fields else lengths[:1]
    if lengths != expected_lengths or lengths == [0]:
        raise Violation(
            f"vectors of {expected_lengths} numbers", lengths, "/data/*/embedding"
        )


def _inputs(given: Any) -> int:
    """How many texts were sent: a list of tokens is one."""
    several = isinstance(given, list) and not any(map(whole, given))
    return len(given) if several else 1


def _length(vector: Any) -> int:
    """How many numbers a vector has, in either of its forms."""
    if isinstance(vector, list):
        return len(vector)
    try:
        return len(base64.b64decode(vector, validate=True)) // _FLOAT
    except (TypeError, ValueError):
        raise Blocked("a vector is of neither of the two forms") from None


def _is_mp3(data: bytes) -> bool:
    return data.startswith(b"ID3") or data[:2] > b"\xff\xe0"


def _is_wav(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WAVE"


def _is_aac(data: bytes) -> bool:
    return (data[:1] == b"\xff" and data[1:2] >= b"\xf0") or data[4:8] == b"ftyp"


def _is_ogg(data: bytes) -> bool:
    return data.startswith((b"OggS", b"\x1aE\xdf\xa3"))


def _is_flac(data: bytes) -> bool:
    return data.startswith(b"fLaC")


def _are_samples(data: bytes) -> bool:
    return len(data) % 2 == 0 and not data.startswith((b"{", b"<", b"RIFF", b"ID3"))


_FORMATS: dict[str, Callable[[bytes], bool]] = {
    "mp3": _is_mp3,
    "wav": _is_wav,
    "aac": _is_aac,
    "opus": _is_ogg,
    "flac": _is_flac,
    "pcm": _are_samples,
}


def is_sound(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """The body begins as the format does that was asked for."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    name = str(exchange.request.fields.get("response_format", "mp3"))
    if not exchange.body:
        raise Violation("sound", got="an empty body", at="the body")
    if not _FORMATS[name](exchange.body):
        raise Violation(f"a body of the format {name}", exchange.body[:16], "the sound")


def has_pictures(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """As many pictures came as were asked for, in the form that was."""
    fields, pictures = exchange.request.fields, rows(exchange)
    count = int(fields.get("n") or 1)
    if len(pictures) != count:
        raise Violation(f"{count} pictures", got=len(pictures), at="/data")
    form = fields.get("response_format")
    for item in pictures:
        if form and not item.get(form):
            got = field_of(item, form)
            raise Violation(f"a text in `{form}`", got=got, at=f"/data/*/{form}")
        if item.get("b64_json"):
            _is_picture(item["b64_json"])


def _is_picture(text: Any) -> None:
    try:
        data = base64.b64decode(text, validate=True)
    except (TypeError, binascii.Error, ValueError):
        raise Violation("base64", got=text, at="/data/*/b64_json") from None
    if not data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")):
        raise Violation("a picture", got=data[:16], at="/data/*/b64_json")
