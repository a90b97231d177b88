"""JSON as RFC 8259 has it: what is none, or a strange one, is a violation."""

import json
from collections import Counter
from typing import Any

from conformance.core.exceptions import Violation, brief


def as_object(value: Any, at: str) -> dict[str, Any]:
    """`value` if it is a JSON object, else a violation."""
    if not isinstance(value, dict):
        raise Violation("a JSON object", got=value, at=at)
    return value


def strict_json(data: bytes, at: str) -> Any:
    """JSON as RFC 8259 has it: UTF-8, no NaN, no name twice; else a violation."""
    try:
        return json.loads(
            data.decode("utf-8"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique,
        )
    except _NotStrict as reason:
        raise Violation(f"strict JSON ({reason})", got=data, at=at) from None
    except (ValueError, RecursionError):
        raise Violation("JSON", got=data, at=at) from None


class _NotStrict(Exception):
    pass


def _refuse_constant(name: str) -> None:
    raise _NotStrict(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise _NotStrict(f"the name {brief(twice)} stands twice")
    return made
