"""The cases of the area, and how to read vectors."""

import math
from collections.abc import Sequence
from typing import Any

from conformance import Blocked, Exchange
from conformance.requirements.reading import objects, whole

Vector = Sequence[float]

TEXTS = ("embeddings/minimal", "embeddings/batch", "embeddings/example-*")
TOKENS = ("embeddings/tokens", "embeddings/token-lists")
NUMBERS = (*TEXTS, *TOKENS, "embeddings/dimensions")
ANSWERS = (*NUMBERS, "embeddings/base64")
# Runs of one model, and their two forms, differ by some 3e-4 in each number.
_NEAR = 1e-3
_ALIKE = 0.999


def inputs(exchange: Exchange) -> int:
    """How many texts were sent: a list of token ids is one."""
    texts = exchange.request.fields.get("input")
    several = isinstance(texts, list) and not any(whole(token) for token in texts)
    return len(texts) if isinstance(texts, list) and several else 1


def rows(exchange: Exchange) -> list[dict[str, Any]]:
    """The items of an answer; Blocked if they are no list of objects."""
    data = exchange.answer.get("data")
    if not isinstance(data, list) or len(objects(data)) < len(data):
        raise Blocked("the answer has no list of vectors")
    return objects(data)


def vector(row: dict[str, Any]) -> Vector:
    """The numbers of an item; Blocked if it has none."""
    numbers = row.get("embedding")
    if (
        not isinstance(numbers, list)
        or not numbers
        or not all(map(_is_number, numbers))
    ):
        raise Blocked("an item has no vector of numbers")
    return [_as_float(number) for number in numbers]


def vectors(exchange: Exchange) -> list[Vector]:
    """All vectors of an answer; Blocked if there is none."""
    vectors = [vector(row) for row in rows(exchange)]
    if not vectors:
        raise Blocked("the answer has no vectors")
    return vectors


def by_index(exchange: Exchange) -> dict[int, Vector]:
    """The vectors of an answer by their index, in whatever order they came."""
    placed = {row["index"]: vector(row) for row in rows(exchange) if _is_placed(row)}
    if len(placed) < inputs(exchange):
        raise Blocked("not every text has a vector of its own")
    return placed


def only(exchange: Exchange) -> Vector:
    """The first vector of an answer."""
    return vectors(exchange)[0]


def cosine(vector: Vector, other: Vector) -> float:
    """The cosine between two vectors; 0 where their lengths differ, or one is 0.

    Blocked if a number is not finite: such a vector is not even like itself.
    """
    if not all(map(math.isfinite, (*vector, *other))):
        raise Blocked("a vector has numbers that are not finite")
    length = math.hypot(*vector) * math.hypot(*other)
    if len(vector) != len(other) or not length:
        return 0.0
    return sum(a * b for a, b in zip(vector, other, strict=True)) / length


def are_alike(vector: Vector, other: Vector) -> bool:
    """Whether two vectors are the same but for rounding."""
    if len(vector) != len(other):
        return False
    alike = cosine(vector, other) >= _ALIKE
    apart = max(abs(a - b) for a, b in zip(vector, other, strict=True))
    return alike or apart <= _NEAR


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:  # an integer of hundreds of digits
        return math.inf


def _is_placed(row: dict[str, Any]) -> bool:
    return whole(row.get("index"))
