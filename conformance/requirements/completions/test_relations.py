"""Completions: answers against each other (source: openai/completions#usage)."""

from conformance import SHOULD, Exchange, Recording, requirement
from conformance.requirements.completions._cases import said, text
from conformance.requirements.relations import (
    counts_all,
    has_same_usage,
    is_read_alike,
)


@requirement(
    "completions.usage-every-choice",
    SHOULD,
    effect="n",
    on=("completions/n", "completions/best-of"),
    source="openai/completions#usage",
    fix="Count the tokens of all choices, not of the first.",
)
def test_usage_counts_every_choice(exchange: Exchange) -> None:
    """Usage counts the tokens of every choice."""
    counts_all(exchange, said)


@requirement(
    "completions.stream.usage-equals-json",
    SHOULD,
    on="completions/stream-usage",
    source="openai/streaming#usage",
    fix="Count a stream as the same request without one; hand on what upstream says.",
)
def test_stream_has_the_usage_of_the_document(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A stream's usage is that of the same request without streaming."""
    has_same_usage(exchange, beside)


@requirement(
    "completions.spelling",
    SHOULD,
    on="completions/stream-equals",
    source="json/syntax#same",
    fix="Parse bodies with a JSON library, and look fields up by their names.",
)
def test_spelling_changes_nothing(
    recording: Recording, beside: Recording | None
) -> None:
    """The order of fields, escapes and white space leave a request the same."""
    is_read_alike(recording, beside, text)
