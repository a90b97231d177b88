"""Completions: usage in a stream (source: openai/streaming#usage)."""

from conformance import (
    MUST,
    SHOULD,
    Exchange,
    Profile,
    Verbatim,
    Violation,
    anywhere,
    requirement,
    same_place,
)
from conformance.core.usage import counts
from conformance.requirements import ends, streams
from conformance.requirements.reading import adds_up

SOURCE = "openai/streaming#usage"


@requirement(
    "completions.stream.usage",
    MUST,
    effect="stream_options",
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
    "completions.stream.usage-chunk",
    SHOULD,
    on="completions/stream-usage",
    source=SOURCE,
    fix="Send usage in one chunk of its own, with no choices, right before `[DONE]`.",
)
def test_usage_stands_in_its_place(exchange: Exchange, profile: Profile) -> None:
    """Usage comes once, in a last chunk without choices, or else as documented."""
    streams.has_usage_in_place(exchange, profile)


@requirement(
    "completions.stream.max-tokens",
    MUST,
    effect="max_tokens",
    on="completions/stream-usage",
    source="openai/completions#max-tokens",
    breaks="Clients pay for tokens that they had forbidden.",
    fix="Hand `max_tokens` on to the model, also for a stream.",
    explained_by=same_place("completions.max-tokens"),
)
def test_max_tokens_is_kept(exchange: Exchange) -> None:
    """A streamed text has at most `max_tokens` tokens."""
    cap = exchange.request.fields["max_tokens"]
    spent = counts(streams.last_usage(exchange))["completion_tokens"]
    # The words of a stream are not held against it: pieces may come twice.
    ends.keeps_cap(exchange, cap, spent, "", streams.reason(exchange))


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
def test_usage_chunk_does_not_come_unasked(
    exchange: Exchange, profile: Profile
) -> None:
    """Without `include_usage` no chunk comes for usage alone, unless documented."""
    streams.has_no_unasked_usage(exchange, profile)


@requirement(
    "completions.stream.unasked-usage",
    SHOULD,
    on="completions/stream",
    source=SOURCE,
    where="stream.usage_unasked",
    fix="Send usage in every stream, as your document says.",
    explained_by=anywhere("completions.stream.usage"),
)
def test_usage_comes_unasked_where_promised(
    exchange: Exchange, profile: Profile
) -> None:
    """Where the contract promises usage unasked, every stream carries it."""
    streams.has_unasked_usage(exchange, profile)
