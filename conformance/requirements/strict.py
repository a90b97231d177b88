"""Strict readers, for the few requirements that judge the JSON of an answer itself.

All others read `exchange.json`, `answer` or `payloads`, which raise Blocked: what is
not JSON is one violation, not one of each requirement that wanted to read it.
"""

from typing import Any

from conformance import Exchange, Verbatim, Violation, judges_exchange
from conformance.core.strict import NotStrict, parse_strict


def strict_json(data: bytes, at: str) -> Any:
    """The JSON in `data`; a Violation if it is none, or not strict."""
    try:
        return parse_strict(data)
    except NotStrict as reason:
        expected = f"strict JSON ({reason})"
        raise Violation(expected, got=data, at=at, kind=reason.kind) from None
    except ValueError:
        raise Violation("JSON", got=data, at=at, kind="not-json") from None


@judges_exchange
def strict_body(exchange: Exchange) -> Any:
    """The JSON of a body, whatever the status; a Violation if it is none."""
    return strict_json(exchange.body, "the body")


@judges_exchange
def strict_answer(exchange: Exchange) -> dict[str, Any]:
    """The JSON object that answers an accepted request; a Violation if it is none."""
    value = strict_json(exchange.accepted_body, "the body")
    if not isinstance(value, dict):
        raise Violation("a JSON object", value, "the body", kind="not-an-object")
    return value


@judges_exchange
def strict_payloads(exchange: Exchange) -> list[tuple[str, Any]]:
    """Each event of a stream but `[DONE]`; a Violation if there is none, or no JSON."""
    texts = exchange.event_texts
    if not texts:
        expected, got = "at least one event with JSON", Verbatim("none")
        raise Violation(expected, got, at="the stream", kind="no-events")
    return [
        (at, strict_json(text.encode("utf-8", "replace"), at)) for at, text in texts
    ]
