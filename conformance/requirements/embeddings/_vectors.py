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
    given = exchange.request.fields.get("input")
    several = isinstance(given, list) and not any(whole(one) for one in given)
    return len(given) if isinstance(given, list) and several else 1


def rows(exchange: Exchange) -> list[dict[str, Any]]:
    """The items of an answer; Blocked if they are no list of objects."""
    data = exchange.answer.get("data")
    if not isinstance(data, list) or len(objects(data)) < len(data):
        raise Blocked("the answer has no list of vectors")
    return objects(data)


def vector(row: dict[str, Any]) -> Vector:
    """The numbers of an item; Blocked if it has none."""
    found = row.get("embedding")
    if not isinstance(found, list) or not found or not all(map(_is_number, found)):
        raise Blocked("an item has no vector of numbers")
    return [_as_float(number) for number in found]


def vectors(exchange: Exchange) -> list[Vector]:
    """All vectors of an answer; Blocked if there is none."""
    found = [vector(row) for row in rows(exchange)]
    if not found:
        raise Blocked("the answer has no vectors")
    return found


def by_index(exchange: Exchange) -> dict[int, Vector]:
    """The vectors of an answer by their index, in whatever order they came."""
    found = {row["index"]: vector(row) for row in rows(exchange) if _is_placed(row)}
    if len(found) < inputs(exchange):
        raise Blocked("not every text has a vector of its own")
    return found


def only(exchange: Exchange) -> Vector:
    """The first vector of an answer."""
    return vectors(exchange)[0]


def cosine(one: Vector, other: Vector) -> float:
    """The cosine between two vectors; 0 where their lengths differ, or one is 0.

    Blocked if a number is not finite: such a vector is not even like itself.
    """
    if not all(map(math.isfinite, (*one, *other))):
        raise Blocked("a vector has numbers that are not finite")
    length = math.hypot(*one) * math.hypot(*other)
    if len(one) != len(other) or not length:
        return 0.0
    return sum(a * b for a, b in zip(one, other, strict=True)) / length


def are_alike(one: Vector, other: Vector) -> bool:
    """Whether two vectors are the same but for rounding."""
    if len(one) != len(other):
        return False
    alike = cosine(one, other) >= _ALIKE
    apart = max(abs(a - b) for a, b in zip(one, other, strict=True))
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
