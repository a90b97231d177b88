"""Completions: caps and stop texts (source: openai/completions#max-tokens)."""

from contextlib import nullcontext

from conformance import MUST, Case, Exchange, requirement, same_place
from conformance.requirements.completions._cases import text
from conformance.requirements.ends import keeps_cap, lacks_stop, says_length
from conformance.requirements.reading import left_to_others

LONG = "completions/length"


@requirement(
    "completions.max-tokens",
    MUST,
    effect="max_tokens",
    on=(LONG, "completions/minimal"),
    source="openai/completions#max-tokens",
    breaks="Clients pay for tokens that they had forbidden.",
    fix="Hand `max_tokens` on to the model.",
    explained_by=same_place("chat.max-tokens"),
)
def test_max_tokens_is_kept(exchange: Exchange, case: Case) -> None:
    """A text has at most `max_tokens` tokens."""
    cap, spent = (
        exchange.request.fields["max_tokens"],
        exchange.usage["completion_tokens"],
    )
    reason = exchange.choices[0].get("finish_reason")
    # Other texts than the long one may well end before their cap.
    with nullcontext() if case.name == LONG else left_to_others():
        keeps_cap(exchange, cap, spent, text(exchange), reason)


@requirement(
    "completions.length",
    MUST,
    effect="max_tokens",
    on=LONG,
    source="openai/completions#max-tokens",
    breaks="Clients take a text that was cut off for a whole one.",
    fix="Send the finish reason `length` when the cap ended the text.",
)
def test_cut_text_says_length(exchange: Exchange) -> None:
    """A text that its cap cut off has the finish reason `length`."""
    says_length(exchange, exchange.request.fields["max_tokens"])


@requirement(
    "completions.stop",
    MUST,
    effect="stop",
    on="completions/stop-*",
    source="openai/completions#stop",
    breaks="Clients that split at the stop text read beyond it.",
    fix="End the text before the first stop text, and leave that out.",
    explained_by=same_place("chat.stop"),
)
def test_stop_text_is_absent(exchange: Exchange) -> None:
    """The text does not contain a stop text."""
    lacks_stop(exchange, text(exchange))
