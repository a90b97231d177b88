"""What judging a target cost, counted from its recordings."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conformance.core.exceptions import Blocked, NotRecorded, Undecided
from conformance.core.exchange import NOT_SENT, Exchange
from conformance.core.strict import parse_lenient
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.store import Store

_MOST_COUNTED = 10**12


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
    # One at a time: all recordings together may be more than memory holds.
    rows = [(_span(e), _cost(e)) for e in _exchanges(target, store, suite)]
    seconds = _length(span for span, _ in rows)
    sums = [sum(numbers) for numbers in zip(*(cost for _, cost in rows), strict=True)]
    attempts, asked, spent, size = sums or (0, 0, 0, 0)
    return Usage(len(rows), attempts, asked, spent, size, round(seconds, 3))


def seconds_of(exchanges: Iterable[Exchange]) -> float:
    """From the first request to the end of the last answer."""
    return _length(map(_span, exchanges))


def _length(every: Iterable[tuple[float, float]]) -> float:
    spans = [(begun, end) for begun, end in every if begun]
    return max(end for _, end in spans) - min(spans)[0] if spans else 0.0


def _span(exchange: Exchange) -> tuple[float, float]:
    """When an exchange was begun and ended; from 0 if nobody wrote it down."""
    begun = _begun(exchange)
    return begun, begun + _took(exchange)


def _took(exchange: Exchange) -> float:
    """The seconds of an exchange, with the pauses that a busy target asked for."""
    return exchange.response.total + sum(a.waited for a in exchange.attempts)


def _begun(exchange: Exchange) -> float:
    """When an exchange was begun, in seconds since 1970; 0: nobody wrote it down."""
    try:
        return datetime.fromisoformat(exchange.started).timestamp()
    except ValueError:
        return 0.0


def _cost(exchange: Exchange) -> tuple[int, int, int, int]:
    """Attempts, tokens as the answer counts them, and the bytes of its body."""
    counts = _counts(exchange)
    return (
        len(exchange.attempts),
        _whole(counts, "prompt_tokens"),
        _whole(counts, "completion_tokens"),
        len(exchange.body),
    )


def _exchanges(target: Target, store: Store, suite: Suite) -> Iterator[Exchange]:
    for case in suite.cases.values():
        if store.has(case.name):
            with suppress(NotRecorded, Blocked, Undecided):
                recording = store.load(case, target.name)
                yield from (
                    e for e in recording if not e.response.cut.startswith(NOT_SENT)
                )


def _counts(exchange: Exchange) -> dict[str, Any]:
    """The last usage object that an answer, or one of its events, carries."""
    texts: list[str | bytes] = [e.data for e in exchange.events if '"usage"' in e.data]
    for text in (*reversed(texts), exchange.body):
        value = parse_lenient(text)
        if isinstance(value, dict) and isinstance(value.get("usage"), dict):
            return dict(value["usage"])
    return {}


def _whole(counts: dict[str, Any], name: str) -> int:
    value = counts.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    # What no counter can hold was not counted.
    return value if 0 <= value <= _MOST_COUNTED else 0
