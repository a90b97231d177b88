"""Embeddings: base64 and dimensions (source: openai/embeddings#base64)."""

import base64
import binascii
import math
import struct
from typing import Any

from conformance import (
    MUST,
    Blocked,
    Exchange,
    Recording,
    Undecided,
    Verbatim,
    Violation,
    anywhere,
    field_of,
    judges_exchange,
    requirement,
)
from conformance.requirements.embeddings._vectors import (
    Vector,
    are_alike,
    cosine,
    only,
    rows,
    vectors,
)

_FLOAT32 = 4


@requirement(
    "embeddings.base64",
    MUST,
    effect="encoding_format",
    on="embeddings/base64",
    source="openai/embeddings#base64",
    breaks="Clients decode what is not base64, and store a vector of another length.",
    fix="Send `embedding` as base64 where it is asked for, or refuse it with a 4xx.",
)
def test_base64_is_base64(exchange: Exchange) -> None:
    """With `base64` a vector is the base64 of 32-bit numbers."""
    if not rows(exchange):
        raise Blocked("the answer has no items")
    for place, row in enumerate(rows(exchange)):
        data = _decoded(row)
        if not data or len(data) % _FLOAT32:
            got, at = field_of(row, "embedding"), f"/data/{place}/embedding"
            raise Violation("base64 of floats", got, at, kind=_kind(got, data))


@requirement(
    "embeddings.base64.same-vector",
    MUST,
    effect="encoding_format",
    on="embeddings/base64",
    source="openai/embeddings#base64",
    breaks="Clients silently store another vector than the text's.",
    fix="Encode the numbers as little-endian 32-bit floats, one after the other.",
    explained_by=anywhere("embeddings.distinct"),
)
def test_base64_holds_the_same_vector(recording: Recording) -> None:
    """The numbers in base64 are those of the plain form."""
    _holds_vector(recording["base64"], only(recording["float"]))


@judges_exchange
def _holds_vector(exchange: Exchange, plain: Vector) -> None:
    """Raise a Violation unless the vector of a base64 answer is the plain one."""
    packed = _unpacked(exchange)
    if len(plain) != len(packed):
        expected, at = f"{len(plain)} numbers", "/data/0/embedding"
        raise Violation(expected, len(packed), at, kind="length")
    strange = [number for number in packed if not math.isfinite(number)]
    if strange and all(map(math.isfinite, plain)):
        got = Verbatim(strange[0])
        raise Violation("finite numbers", got, "/data/0/embedding", kind="not-finite")
    if not are_alike(plain, packed):
        got = Verbatim(f"a cosine of {cosine(plain, packed):.4f}")
        expected = "the vector of the plain form"
        raise Violation(expected, got, "/data/0/embedding", kind="other")
    if not any(plain):
        raise Undecided("a vector of zeros is the same in every order of its bytes")


@requirement(
    "embeddings.dimensions",
    MUST,
    effect="dimensions",
    on="embeddings/dimensions",
    source="openai/embeddings#dimensions",
    breaks="Vector stores refuse vectors of another length than was asked for.",
    fix="Return as many numbers as asked for, or refuse `dimensions` with a 4xx.",
)
def test_vector_has_the_length_asked_for(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A vector has as many numbers as `dimensions` asks for."""
    length = exchange.request.fields["dimensions"]
    for vector in vectors(exchange):
        if len(vector) != length:
            raise Violation(f"{length} numbers", len(vector), "/data/*/embedding")
    if beside is None or not beside.last.accepted:
        raise Blocked("the length that the model has by itself is not known")
    if len(next(iter(vectors(beside.last)), ())) == length:
        raise Undecided(f"the model's vectors have {length} numbers by themselves")


def _kind(embedding: object, data: bytes) -> str:
    """In which way a vector is not base64 of floats."""
    if isinstance(embedding, list):
        return "numbers"
    if not isinstance(embedding, str):
        return "no-text"
    return "length" if data else "not-base64"


def _decoded(row: dict[str, Any]) -> bytes:
    """The bytes in an item; none if it holds no base64."""
    text = row.get("embedding")
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        return b""


def _unpacked(exchange: Exchange) -> Vector:
    """The first vector of a base64 answer; Blocked if there is none."""
    data = next(map(_decoded, rows(exchange)), b"")
    if not data or len(data) % _FLOAT32:
        raise Blocked("the vector is not base64 of floats")
    return struct.unpack(f"<{len(data) // _FLOAT32}f", data)
