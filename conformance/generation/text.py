"""Relations that hold for every text: choices, usage, stop texts, streams."""

import json
from typing import Any

from conformance.core.brief import field_of
from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange
from conformance.core.usage import counts
from conformance.core.violation import Violation
from conformance.formats.schema import matches
from conformance.generation.request import Purpose
from conformance.inputs.profile import Profile
from conformance.requirements import stream_events, streams
from conformance.requirements.reading import adds_up, has_indexes, whole
from conformance.requirements.streams import ChunkChoice


def has_choices(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """As many choices came as were asked for, numbered from 0."""
    if _streams(exchange):
        streams.has_indexes(exchange)
    else:
        has_indexes(exchange.choices, wanted(exchange))


def wanted(exchange: Exchange) -> int:
    """How many choices were asked for: `n` for each prompt."""
    asked = exchange.request.fields
    prompt: Any = asked.get("prompt")
    several = isinstance(prompt, list) and not any(map(whole, prompt))
    return int(asked.get("n") or 1) * (len(prompt) if several else 1)


def has_usage(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """Usage was counted, adds up, and is within the cap."""
    if _streams(exchange):
        usage: Any = _streamed_usage(exchange)
    else:
        usage = field_of(exchange.answer, "usage")
    matches(usage, "wire/usage", at="/usage")
    adds_up(counts(usage))
    most = _cap(exchange)
    if counts(usage)["completion_tokens"] > most:
        spent = counts(usage)["completion_tokens"]
        raise Violation(f"at most {most}", got=spent, at="/usage/completion_tokens")


def _streamed_usage(exchange: Exchange) -> dict[str, Any]:
    options = exchange.request.fields.get("stream_options") or {}
    if not options.get("include_usage"):
        raise Blocked("no usage was asked for")
    return streams.last_usage(exchange)


def _cap(exchange: Exchange) -> int:
    """The tokens that all candidates may have together."""
    asked = exchange.request.fields
    cap: Any = asked.get("max_completion_tokens", asked.get("max_tokens"))
    if not whole(cap):
        raise Blocked("the request has no cap")
    candidates = max(int(asked.get("best_of") or 1), int(asked.get("n") or 1))
    return int(cap) * candidates * wanted(exchange) // int(asked.get("n") or 1)


def is_stopped(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """No text holds a stop text."""
    asked = exchange.request.fields
    if not asked.get("stop"):
        # Models that think are sent none, as they may refuse it.
        raise NotOffered("no stop text was sent")
    if asked.get("echo"):
        raise Blocked("the prompt comes back with the text")
    stop = asked["stop"]
    for said in texts(exchange):
        for one in [stop] if isinstance(stop, str) else stop:
            if one in said:
                expected = f"a text without {json.dumps(one)}"
                raise Violation(expected, got=said, at="the text")


def texts(exchange: Exchange) -> list[str]:
    """The texts of all choices; Undecided if all are empty."""
    if _streams(exchange):
        threads = streams.threads(exchange).values()
        joined = ["".join(map(_piece, thread)) for thread in threads]
    else:
        joined = [_text(choice) for choice in exchange.choices]
    if not any(joined):
        raise Undecided("the answer is empty")
    return joined


def _text(choice: dict[str, Any]) -> str:
    message = choice.get("message")
    text = message.get("content") if isinstance(message, dict) else choice.get("text")
    return text if isinstance(text, str) else ""


def _piece(part: ChunkChoice) -> str:
    delta = part.choice.get("delta")
    text = delta.get("content") if isinstance(delta, dict) else part.choice.get("text")
    return text if isinstance(text, str) else ""


def is_stream(purpose: Purpose, exchange: Exchange, profile: Profile) -> None:
    """A stream is one, has no error in it, and ends as streams do."""
    if not _streams(exchange):
        raise Blocked("no stream was asked for")
    stream_events.is_event_stream(exchange)
    stream_events.is_json_throughout(exchange)
    stream_events.has_no_error(exchange)
    streams.finishes(exchange, _piece)
    stream_events.has_done(exchange)


def _streams(exchange: Exchange) -> bool:
    return bool(exchange.request.fields.get("stream"))


TEXT_CHECKS = {
    "choices": has_choices,
    "usage": has_usage,
    "stop": is_stopped,
    "stream": is_stream,
}
