"""Completions: usage in a stream (source: openai/streaming#usage)."""

from conformance import (
    MUST,
    SHOULD,
    Exchange,
    Verbatim,
    Violation,
    requirement,
    same_place,
)
from conformance.core.usage import counts
from conformance.requirements import streams
from conformance.requirements.reading import adds_up

SOURCE = "openai/streaming#usage"


@requirement(
    "completions.stream.usage",
    MUST,
    on="completions/stream-usage",
    source=SOURCE,
    breaks="Clients that count cost or context silently count nothing.",
    fix="Send usage before `[DONE]` when `include_usage` is true.",
)
def test_usage_comes_when_asked(exchange: Exchange) -> None:
    """With `include_usage` a stream carries usage."""
    if not streams.usages(exchange):
        raise Violation("a chunk with `usage`", Verbatim("none"), at="the stream")


@requirement(
    "completions.stream.usage-adds-up",
    MUST,
    on="completions/stream-usage",
    source=SOURCE,
    breaks="Clients that bill by the total charge less than was used.",
    fix="Send counts for the whole answer, with a total not below their sum.",
    explained_by=same_place("completions.usage.adds-up"),
)
def test_streamed_usage_adds_up(exchange: Exchange) -> None:
    """The total of a stream's usage is not below its parts."""
    adds_up(counts(streams.last_usage(exchange)))


@requirement(
    "completions.stream.no-unasked-usage",
    SHOULD,
    on="completions/stream",
    source=SOURCE,
    fix="Keep the upstream's usage chunk to yourself unless the client asked for it.",
)
def test_usage_chunk_does_not_come_unasked(exchange: Exchange) -> None:
    """Without `include_usage` no chunk comes for usage alone."""
    for at, chunk in exchange.chunks:
        if chunk.get("choices") == [] and chunk.get("usage"):
            raise Violation("no chunk for usage alone", got=chunk, at=at)
