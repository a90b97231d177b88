"""Streams that end early on one side (source: openai/streaming#broken)."""

from typing import Any

from conformance import (
    DONE,
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Verbatim,
    Violation,
    requirement,
)
from conformance.core.strict import parse_lenient
from conformance.requirements.instruments import relayed
from conformance.requirements.reading import objects

FIRST_WORD = "One"  # of the text that the stand-in for the upstream streams


@requirement(
    "upstream.death",
    MUST,
    on="upstream/dies",
    source="openai/streaming#broken",
    breaks="Clients take half an answer for a whole one.",
    fix="Send an error event, or hang up; never `[DONE]` after an upstream's death.",
)
def test_death_is_told(recording: Recording) -> None:
    """A stream whose upstream died does not end as if it were whole."""
    if relayed(recording)[-1]["ended"] != "died":
        raise Blocked("the relay asked the upstream again and got a whole answer")
    exchange = recording.last
    if not exchange.accepted or exchange.response.cut or _tells_error(exchange):
        return
    if any(event.data == DONE for event in exchange.events):
        got = Verbatim(" and ".join(event.data for event in exchange.events[-2:]))
        at = "the last two events"
        raise Violation("an error event, or no `[DONE]`", got, at)


@requirement(
    "upstream.no-replay",
    MUST,
    on="upstream/dies",
    source="openai/streaming#same-text",
    breaks="Users see the beginning of an answer twice.",
    fix="Begin a stream again only as long as nothing of it was sent.",
)
def test_text_comes_once(recording: Recording) -> None:
    """A stream whose upstream died does not tell its beginning again."""
    relayed(recording)
    text = "".join(_pieces(recording.last))
    if text.count(FIRST_WORD) > 1:
        raise Violation(f"`{FIRST_WORD}` once", got=text, at="the joined stream")


@requirement(
    "upstream.cancelled",
    SHOULD,
    on="upstream/left",
    source="openai/streaming#left",
    fix="Close the upstream's connection when the client's is closed.",
)
def test_upstream_is_left_too(recording: Recording) -> None:
    """When the client hangs up the upstream's answer ends as well."""
    last = relayed(recording)[-1]
    if not recording.last.accepted:
        raise Blocked(f"the request was refused ({recording.last.status})")
    if last["ended"] == "whole":
        got = Verbatim(f"all {last['pieces']} events were taken from it")
        raise Violation("the connection closed", got=got, at="the upstream")


def _values(exchange: Exchange) -> list[dict[str, Any]]:
    """The JSON objects among the events of a stream."""
    return objects([parse_lenient(event.data) for event in exchange.events])


def _tells_error(exchange: Exchange) -> bool:
    by_type = any(event.type == "error" for event in exchange.events)
    return by_type or any(value.get("error") for value in _values(exchange))


def _pieces(exchange: Exchange) -> list[str]:
    lists = [value.get("choices") for value in _values(exchange)]
    choices = [choice for listed in lists for choice in objects(listed)]
    deltas = objects([choice.get("delta") for choice in choices])
    return [str(delta.get("content") or "") for delta in deltas]
