"""Reads answers for requirements: what is missing blocks, it is not judged twice."""

import json
from datetime import datetime
from typing import Any

from conformance import Blocked, Exchange, Undecided, Violation

JSON = "application/json"
_DAY = 86_400


def answered(exchange: Exchange) -> dict[str, Any]:
    """The JSON object of an accepted request; Blocked if it is none."""
    try:
        return exchange.answer
    except Violation:
        raise Blocked("the body is not the documented JSON") from None


def sent(exchange: Exchange) -> dict[str, Any]:
    """The JSON object that was sent."""
    body = exchange.request.json
    return body if isinstance(body, dict) else {}


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a list; none if it is no list."""
    found = value if isinstance(value, list) else []
    return [item for item in found if isinstance(item, dict)]


def rows(exchange: Exchange) -> list[dict[str, Any]]:
    """The objects in `data` of an accepted answer; none if it is no list."""
    return objects(answered(exchange).get("data"))


def choices(exchange: Exchange) -> list[dict[str, Any]]:
    """The choices of an answer; Blocked if there is none."""
    found = objects(answered(exchange).get("choices"))
    if not found:
        raise Blocked("the answer has no choices")
    return found


def whole(value: object) -> bool:
    """Whether a value is an integer: true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def usage(exchange: Exchange) -> dict[str, int]:
    """The three counts of an answer's usage; Blocked if one is missing."""
    return counts(answered(exchange).get("usage"))


def counts(found: object) -> dict[str, int]:
    """The three counts of a usage object; Blocked if one is missing."""
    names = ("prompt_tokens", "completion_tokens", "total_tokens")
    if not isinstance(found, dict) or not all(whole(found.get(n)) for n in names):
        raise Blocked("the answer has no usage of the documented shape")
    return {name: found[name] for name in names}


def is_accepted(exchange: Exchange) -> None:
    """Raise a Violation unless the status is 200; Blocked without an answer."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.status != 200:
        raise Violation("status 200", got=told(exchange), at="the status")


def told(exchange: Exchange) -> str:
    """The status with the beginning of the body, for people."""
    body = exchange.body[:200].decode("utf-8", "replace").strip()
    return f"{exchange.status} {body}".strip()


def has_json_type(exchange: Exchange) -> bool:
    """Whether the body is labelled as JSON."""
    kind = exchange.media_type
    return kind == JSON or kind.endswith("+json")


def is_labelled_as_json(exchange: Exchange) -> None:
    """Raise a Violation unless an accepted request's body is labelled as JSON."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    if not has_json_type(exchange):
        raise Violation(JSON, got=exchange.header("content-type"), at="Content-Type")


def is_strict_json(exchange: Exchange) -> None:
    """Raise a Violation unless the body is a strict JSON object."""
    if exchange.media_type == "text/event-stream":
        raise Blocked("the answer is a stream")
    if not isinstance(exchange.answer, dict):
        raise Violation("a JSON object", got=exchange.json, at="the body")


def is_current(exchange: Exchange, created: object) -> None:
    """Raise a Violation unless `created` is in seconds, near the exchange."""
    if not isinstance(created, int | float) or isinstance(created, bool):
        raise Blocked("the answer has no `created`")
    if not exchange.started:
        raise Undecided("the recording does not tell when it was made")
    now = datetime.fromisoformat(exchange.started).timestamp()
    if abs(created - now) > _DAY:
        expected = f"Unix seconds within a day of {int(now)}"
        raise Violation(expected, got=created, at="/created")


def has_indexes(found: list[dict[str, Any]], wanted: int) -> None:
    """Raise a Violation unless there are `wanted` choices, numbered from 0."""
    indexes = [choice.get("index") for choice in found]
    if sorted(map(str, indexes)) != sorted(map(str, range(wanted))):
        expected = f"{wanted} choices with the indexes 0 to {wanted - 1}"
        raise Violation(expected, got=indexes, at="/choices/*/index")


def adds_up(found: dict[str, int]) -> None:
    """Raise a Violation if the total is below the sum; hidden tokens may raise it."""
    least = found["prompt_tokens"] + found["completion_tokens"]
    if found["total_tokens"] < least:
        raise Violation(f"at least {least}", found["total_tokens"], "total_tokens")


def is_positive(found: dict[str, int], said: bool) -> None:
    """Raise a Violation if a count is 0 although there was something to count."""
    if found["prompt_tokens"] <= 0:
        raise Violation("above 0", got=found["prompt_tokens"], at="prompt_tokens")
    if said and found["completion_tokens"] <= 0:
        raise Violation("above 0", found["completion_tokens"], "completion_tokens")


def keeps_cap(exchange: Exchange, cap: int) -> None:
    """Raise a Violation if more tokens were counted than the cap allows."""
    spent = usage(exchange)["completion_tokens"]
    if spent > cap:
        raise Violation(f"at most {cap}", got=spent, at="/usage/completion_tokens")


def says_length(exchange: Exchange, cap: int) -> None:
    """Raise a Violation unless a choice that reached its cap says `length`."""
    spent = usage(exchange)["completion_tokens"]
    if spent > cap:
        raise Blocked("the cap was not kept")
    if spent < cap:
        raise Undecided(f"the text ended by itself after {spent} tokens")
    reason = choices(exchange)[0].get("finish_reason")
    if reason not in ("length", "stop"):
        raise Blocked("the finish reason is none that ends a text")
    if reason != "length":
        raise Violation('"length"', got=reason, at="/choices/0/finish_reason")


def lacks_stop(exchange: Exchange, text: str) -> None:
    """Raise a Violation if a text contains one of the stop texts."""
    if not text:
        raise Undecided("the answer is empty")
    stop = sent(exchange)["stop"]
    for one in [stop] if isinstance(stop, str) else stop:
        if one in text:
            raise Violation(
                f"a text without {json.dumps(one)}", got=text, at="the text"
            )


def parsed(text: str, what: str) -> Any:
    """The JSON in a text; a Violation if it is none."""
    try:
        return json.loads(text)
    except ValueError:
        raise Violation("JSON", got=text, at=what) from None
