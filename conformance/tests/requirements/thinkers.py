"""Answers of models that think, as recorded, for the tests of what judges them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.tests.helpers import a_stream, an_exchange

THOUGHTS = "The user wants a product; I multiply both numbers, digit by digit."
HELD = None
Ending = type[Exception] | None


def usage(spent: int = 40, counted: int | None = 30, **more: Any) -> dict[str, Any]:
    """A usage of so many tokens; a count of None is none."""
    return {
        "prompt_tokens": 9,
        "completion_tokens": spent,
        "total_tokens": 9 + spent,
        "completion_tokens_details": {"reasoning_tokens": counted},
        **more,
    }


SPENT = usage()


def whole(
    message: dict[str, Any],
    finish: str = "stop",
    counts: dict[str, Any] | None = SPENT,
    **sent: Any,
) -> Exchange:
    """An answer as JSON to a request with these fields."""
    choice = {"index": 0, "message": message, "finish_reason": finish}
    body = {"choices": [choice], "usage": counts}
    return _asked(an_exchange(200, json.dumps(body).encode()), sent)


def streamed(
    deltas: Iterable[dict[str, Any]],
    finish: str = "stop",
    counts: dict[str, Any] | None = SPENT,
    **sent: Any,
) -> Exchange:
    """An answer in deltas to a request with these fields."""
    ends = [*((delta, None) for delta in deltas), ({}, finish)]
    choices = [{"index": 0, "delta": d, "finish_reason": end} for d, end in ends]
    chunks: list[dict[str, Any]] = [{"choices": [choice]} for choice in choices]
    chunks += [{"choices": [], "usage": counts}] if counts else []
    answer = a_stream(*map(json.dumps, chunks), "[DONE]")
    return _asked(answer, {**sent, "stream": True})


def refused(status: int = 400, **sent: Any) -> Exchange:
    """A request with these fields that was refused."""
    body = {"error": {"message": "no"}}
    return _asked(an_exchange(status, json.dumps(body).encode()), sent)


def recorded(steps: dict[str, Exchange]) -> Recording:
    """A recording of these steps."""
    exchanges = tuple(replace(one, step=name) for name, one in steps.items())
    return Recording("chat/reasoning", "relay", exchanges)


def ending(judge: Callable[[], object]) -> Ending:
    """What a judgement ends with; None: it holds."""
    try:
        judge()
    except (Violation, Blocked, NotOffered, Undecided) as reason:
        return type(reason)
    return HELD


def _asked(exchange: Exchange, sent: dict[str, Any]) -> Exchange:
    body = json.dumps({"model": "m", **sent}).encode()
    return replace(exchange, request=replace(exchange.request, body=body))
