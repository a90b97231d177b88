"""When a task that is asked for again and again is at its end."""

import json
from collections.abc import Sequence
from typing import Any

from conformance.core.exchange import Exchange
from conformance.formats.template import Unfilled, fill
from conformance.inputs.step import Poll

# After so many answers in a row without the value, it is asked for no more.
_PATIENCE = 3


def is_over(poll: Poll, found: Sequence[Exchange]) -> bool:
    """Whether the value is there, or the last answers give no hope for it."""
    values = [_value(exchange, poll.at) for exchange in found[-_PATIENCE:]]
    if values[-1] in poll.until:
        return True
    return len(values) == _PATIENCE and all(value is None for value in values)


def seen(exchange: Exchange) -> dict[str, Any]:
    """What a later request may take from an exchange."""
    try:
        return {"json": json.loads(exchange.body)}
    except (ValueError, RecursionError):
        return {"json": None}


def _value(exchange: Exchange, at: str) -> Any:
    try:
        return fill(f"${{json.{at}}}", seen(exchange))
    except Unfilled:
        return None
