"""What judging a target cost, counted from its recordings."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conformance.core.exceptions import Blocked, NotRecorded, Undecided
from conformance.core.exchange import Exchange
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.store import Store


@dataclass(frozen=True, slots=True)
class Usage:
    """What judging one target cost."""

    requests: int = 0
    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    bytes: int = 0
    seconds: float = 0.0


def usage_of(target: Target, store: Store, suite: Suite) -> Usage:
    """What the recordings of a target cost: requests, tokens, bytes, time."""
    every = list(_exchanges(target, store, suite))
    return add_up(every, seconds_of(every))


def seconds_of(exchanges: Iterable[Exchange]) -> float:
    """From the first request to the end of the last answer."""
    spans = [(begun, begun + _took(e)) for e in exchanges if (begun := _begun(e))]
    return max(end for _, end in spans) - min(spans)[0] if spans else 0.0


def _took(exchange: Exchange) -> float:
    """The seconds of an exchange, with the pauses that a busy target asked for."""
    return exchange.response.total + sum(a.waited for a in exchange.attempts)


def _begun(exchange: Exchange) -> float:
    """When an exchange was begun, in seconds since 1970; 0: nobody wrote it down."""
    try:
        return datetime.fromisoformat(exchange.started).timestamp()
    except ValueError:
        return 0.0


def add_up(exchanges: Iterable[Exchange], seconds: float) -> Usage:
    """Requests, attempts, tokens as the answers count them, and body bytes."""
    every = list(exchanges)
    counts = [_counts(exchange) for exchange in every]
    return Usage(
        requests=len(every),
        attempts=sum(len(exchange.attempts) for exchange in every),
        prompt_tokens=sum(_whole(c, "prompt_tokens") for c in counts),
        completion_tokens=sum(_whole(c, "completion_tokens") for c in counts),
        bytes=sum(len(exchange.body) for exchange in every),
        seconds=round(seconds, 3),
    )


def _exchanges(target: Target, store: Store, suite: Suite) -> Iterator[Exchange]:
    for case in suite.cases.values():
        if store.has(case.name):
            with suppress(NotRecorded, Blocked, Undecided):
                yield from store.load(case, target.name)


def _counts(exchange: Exchange) -> dict[str, Any]:
    """The last usage object that an answer, or one of its events, carries."""
    texts: list[str | bytes] = [e.data for e in exchange.events if '"usage"' in e.data]
    for text in (*reversed(texts), exchange.body):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and isinstance(value.get("usage"), dict):
            return dict(value["usage"])
    return {}


def _whole(counts: dict[str, Any], name: str) -> int:
    value = counts.get(name)
    return value if isinstance(value, int) else 0
