"""JSON as RFC 8259 has it, whatever a target sends for it."""

import json
from collections import Counter
from typing import Any

from conformance.core.brief import brief, clipped
from conformance.core.exceptions import LimitReached

# Ordinary answers have some ten levels and, with every token's alternatives, some ten
# thousand objects. What has more can cost a judge a thousand times its own size.
MOST_NESTED = 200
MOST_CONTAINERS, MOST_TEXTS = 60_000, 400_000
# A double holds no integer that is longer.
_MOST_DIGITS = 308

_LONGEST = 200  # characters of a name


class NotStrict(ValueError):
    """JSON that parsers read in different ways: why, and in a word that stays."""

    def __init__(self, reason: str, kind: str) -> None:
        self.kind = kind
        super().__init__(reason)


def parse_strict(data: bytes) -> Any:
    """JSON as RFC 8259 has it: UTF-8, no NaN, no name twice; else a ValueError.

    LimitReached if it has more in it than is read.
    """
    _check_size(data)
    try:
        value = json.loads(
            data.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_int=_integer,
            object_pairs_hook=_unique,
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _check_depth(data, value)
    return value


def parse(data: bytes | str) -> Any:
    """JSON as most parsers read it; else a ValueError, or LimitReached."""
    encoded = data.encode("utf-8", "replace") if isinstance(data, str) else data
    _check_size(encoded)
    try:
        value = json.loads(data, parse_int=_integer)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _check_depth(encoded, value)
    return value


def parse_lenient(data: bytes | str) -> Any:
    """The same, or None where it is no JSON or too much.

    For what is asked next, or told beside a verdict. Requirements read strictly.
    """
    try:
        return parse(data)
    except (ValueError, LimitReached):
        return None


def _check_size(data: bytes) -> None:
    containers = data.count(b"{") + data.count(b"[")
    if containers > MOST_CONTAINERS:
        raise LimitReached(
            f"the answer has {containers:,} objects and lists: more than "
            f"{MOST_CONTAINERS:,} are not read"
        )
    texts = data.count(b'"') // 2
    if texts > MOST_TEXTS:
        raise LimitReached(
            f"the answer has {texts:,} names and texts: more than {MOST_TEXTS:,} are "
            "not read"
        )


def _check_depth(data: bytes, value: Any) -> None:
    """Raise LimitReached if a value is nested deeper than is read."""
    if data.count(b"{") + data.count(b"[") <= MOST_NESTED:
        return
    level, depth = [value], 1
    while level := [inner for outer in level for inner in _within(outer)]:
        depth += 1
        if depth > MOST_NESTED:
            raise LimitReached(
                f"the answer is nested more than {MOST_NESTED} levels deep, which is "
                "not read"
            )


def _within(value: Any) -> list[Any]:
    """The objects and lists in an object or a list."""
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return []
    return [one for one in inner if isinstance(one, dict | list)]


def _integer(digits: str) -> int:
    size = len(digits.removeprefix("-"))
    if size > _MOST_DIGITS:
        reason = f"a number of {size} digits, which no double holds"
        raise NotStrict(reason, "number-too-long")
    return int(digits)


def _refuse_constant(name: str) -> None:
    raise NotStrict(f"{name} is not JSON", "not-a-number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise NotStrict(
            f"the name {clipped(brief(twice), _LONGEST)} stands twice", "name-twice"
        )
    return unique
