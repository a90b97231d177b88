"""Midjourney: what is not begun, and what is not shown (source: midjourney-proxy)."""

from typing import Any

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Undecided,
    Violation,
    judges_exchange,
    requirement,
)
from conformance.requirements.midjourney._tasks import USABLE
from conformance.requirements.reading import summary_of

REFUSALS = "errors/midjourney/*"


@requirement(
    "midjourney.refused",
    MUST,
    on=REFUSALS,
    source="midjourney-proxy/api#validation",
    breaks="A mistake costs a task that makes nothing.",
    fix="Answer with code 4, or with a status from 400 to 499.",
)
def test_mistake_begins_nothing(exchange: Exchange, beside: Recording | None) -> None:
    """A submit without what it needs begins no task."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.accepted and _code(exchange) in USABLE:
        raise Violation("a code that refuses", got=summary_of(exchange), at="/code")
    if exchange.status >= 500:
        raise Violation("a status below 500", got=summary_of(exchange), at="the status")
    if beside is None or _code(beside.last) not in USABLE:
        raise Undecided("nothing is begun without the mistake either")


@requirement(
    "midjourney.refused.shape",
    SHOULD,
    on=REFUSALS,
    source="midjourney-proxy/api#validation",
    fix="Say in `description` what was wrong, beside the `code`.",
)
def test_refusal_says_why(exchange: Exchange) -> None:
    """A refusal says why, in `description` or as an error."""
    if exchange.accepted and _code(exchange) in USABLE:
        raise Blocked("the submit began a task")
    body = _object(exchange)
    error = body.get("error")
    words = error.get("message") if isinstance(error, dict) else None
    words = body.get("description") or words
    if not isinstance(words, str) or not words.strip():
        raise Violation("words that say why", got=summary_of(exchange), at="the body")


@requirement(
    "midjourney.unknown",
    MUST,
    on="midjourney/foreign",
    source="new-api/midjourney#unknown",
    breaks="Callers wait for a task that never was.",
    fix="Answer for an unknown id with an error, or with nothing at all.",
)
def test_unknown_task_is_none(recording: Recording, beside: Recording | None) -> None:
    """An unknown id has no task."""
    _shows_no_task(recording["unknown"])
    _shows_tasks(beside)


@requirement(
    "midjourney.foreign",
    # Two keys of one owner may share their tasks; nobody can tell them apart here.
    SHOULD,
    on="midjourney/foreign",
    source="owasp/api-security#object-level",
    breaks="Strangers see prompts and pictures by counting through ids.",
    fix="Look a task up by its id and its owner, unless both keys are the same one's.",
)
def test_foreign_task_is_hidden(recording: Recording, beside: Recording | None) -> None:
    """A task is not shown to another key."""
    _shows_no_task(recording["foreign"])
    _shows_tasks(beside)


@judges_exchange
def _shows_no_task(exchange: Exchange) -> None:
    if exchange.status == 0:
        raise Blocked("no answer came")
    if _is_task(exchange):
        raise Violation("no task", got=_object(exchange), at="the body")


def _shows_tasks(beside: Recording | None) -> None:
    """Raise Undecided unless a task is shown to the key that began it."""
    if beside is None or not any(map(_is_task, beside)):
        raise Undecided("no task is shown to the key that began it either")


def _is_task(exchange: Exchange) -> bool:
    body = _object(exchange)
    return exchange.accepted and bool(body.get("id") and body.get("status"))


def _code(exchange: Exchange) -> Any:
    return _object(exchange).get("code")


def _object(exchange: Exchange) -> dict[str, Any]:
    """The JSON object of an answer; none where it is none."""
    try:
        body = exchange.json
    except Blocked:
        return {}
    return body if isinstance(body, dict) else {}
