"""JSON as RFC 8259 has it."""

import json
from collections import Counter
from typing import Any

from conformance.core.brief import brief


class NotStrict(ValueError):
    """JSON that parsers read in different ways: why, and in a word that stays."""

    def __init__(self, reason: str, kind: str) -> None:
        self.kind = kind
        super().__init__(reason)


def parse_strict(data: bytes) -> Any:
    """JSON as RFC 8259 has it: UTF-8, no NaN, no name twice; else a ValueError."""
    try:
        return json.loads(
            data.decode("utf-8"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique,
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _refuse_constant(name: str) -> None:
    raise NotStrict(f"{name} is not JSON", "not-a-number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise NotStrict(f"the name {brief(twice)} stands twice", "name-twice")
    return unique
