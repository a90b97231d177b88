"""Chat completions: caps, stop texts and choices (source: openai/chat#max-tokens)."""

from contextlib import nullcontext

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Violation,
    requirement,
    same_place,
)
from conformance.requirements.chat._cases import REASONS, content, text
from conformance.requirements.ends import keeps_cap, lacks_stop, says_length
from conformance.requirements.reading import has_indexes, left_to_others

STOPS = ("chat/stop-*",)
# The last of four stop texts; a model may space its count in another way.
LAST_OF_FOUR = "chat/stream-equals-stop"


def _keeps_cap(exchange: Exchange) -> None:
    spent = exchange.usage["completion_tokens"]
    reason = exchange.choices[0].get("finish_reason")
    keeps_cap(exchange, exchange.cap, spent, text(exchange), reason)


def _stopped(exchange: Exchange) -> None:
    """Raise Blocked where the stop text itself is the finding."""
    try:
        lacks_stop(exchange, text(exchange))
    except Violation:
        raise Blocked("the stop text was not kept") from None


@requirement(
    "chat.max-tokens",
    MUST,
    effect="max_tokens",
    on="chat/length",
    source="openai/chat#max-tokens",
    breaks="Clients pay for tokens that they had forbidden.",
    fix="Hand `max_tokens` on to the model.",
)
def test_max_tokens_is_kept(exchange: Exchange) -> None:
    """An answer has at most `max_tokens` tokens."""
    _keeps_cap(exchange)


@requirement(
    "chat.max-completion-tokens",
    MUST,
    effect="max_completion_tokens",
    on="chat/max-completion-tokens",
    source="openai/chat#max-completion-tokens",
    breaks="Clients pay for tokens that they had forbidden.",
    fix="Hand `max_completion_tokens` on to the model.",
    explained_by=same_place("chat.max-tokens"),
)
def test_max_completion_tokens_is_kept(exchange: Exchange) -> None:
    """An answer has at most `max_completion_tokens` tokens."""
    _keeps_cap(exchange)


@requirement(
    "chat.length",
    MUST,
    effect="max_tokens",
    on=("chat/length", "chat/max-completion-tokens"),
    source="openai/chat#max-tokens",
    breaks="Clients take a text that was cut off for a whole one.",
    fix="Send the finish reason `length` when the cap ended the text.",
)
def test_cut_text_says_length(exchange: Exchange) -> None:
    """A text that its cap cut off has the finish reason `length`."""
    says_length(exchange, exchange.cap)


@requirement(
    "chat.stop",
    MUST,
    effect="stop",
    on=(*STOPS, LAST_OF_FOUR),
    source="openai/chat#stop",
    breaks="Clients that split at the stop text read beyond it.",
    fix="End the text before the first stop text, and leave that out.",
)
def test_stop_text_is_absent(recording: Recording) -> None:
    """The text does not contain a stop text."""
    # What a stream joins to is held against this text elsewhere.
    plain = [e for e in recording if not e.request.fields.get("stream")]
    with left_to_others() if recording.case == LAST_OF_FOUR else nullcontext():
        for exchange in plain:
            lacks_stop(exchange, text(exchange))


@requirement(
    "chat.stop.finish",
    SHOULD,
    effect="stop",
    on=STOPS,
    source="openai/chat#stop",
    fix="Send the finish reason `stop` when a stop text ended the text.",
)
def test_stopped_text_says_stop(exchange: Exchange) -> None:
    """A text that ended before a stop text has the finish reason `stop`."""
    _stopped(exchange)
    reason = exchange.choices[0].get("finish_reason")
    if reason not in REASONS:
        raise Blocked("the finish reason is none of the documented ones")
    if reason != "stop":
        raise Violation('the reason "stop"', got=reason, at="/choices/0/finish_reason")


@requirement(
    "chat.n",
    MUST,
    effect="n",
    on="chat/n",
    source="openai/chat#n",
    breaks="Clients that ask for several choices get fewer without being told.",
    fix="Return `n` choices numbered from 0, or refuse `n` with a 4xx.",
)
def test_every_choice_comes(exchange: Exchange) -> None:
    """There are `n` choices, numbered from 0."""
    choices = exchange.choices
    for choice in choices:
        content(choice)
    has_indexes(choices, exchange.request.fields["n"])
