"""Embeddings: empty and long inputs (source: openai/embeddings#empty)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Violation,
    judges_exchange,
    requirement,
)
from conformance.requirements.embeddings._vectors import inputs
from conformance.requirements.reading import (
    counts_by_length,
    objects,
    plainly_accepted,
    summary_of,
    whole,
)
from conformance.requirements.refusals import is_otherwise_taken
from conformance.requirements.strict import strict_answer

# Of the words of a text, each is a token at least; some leave out a few.
_SHARE = 0.8


@requirement(
    "embeddings.empty-input",
    MUST,
    on="embeddings/empty-*",
    source="openai/embeddings#empty",
    breaks="Clients send the doomed request again, or store nothing as a vector.",
    fix="Refuse an empty input with a 4xx, or embed it.",
)
def test_empty_input_is_refused_or_embedded(
    exchange: Exchange, beside: Recording | None
) -> None:
    """An empty input gets a refusal, or a vector for each text."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.accepted:
        _is_whole(exchange)
    elif not 400 <= exchange.status < 500:
        raise Violation("a status below 500", got=summary_of(exchange), at="the status")
    else:
        is_otherwise_taken(beside)


@judges_exchange
def _is_whole(exchange: Exchange) -> None:
    """Raise a Violation unless each text has a vector of numbers."""
    data = strict_answer(exchange).get("data")
    vectors = [row.get("embedding") for row in objects(data)]
    missing = not all(isinstance(vector, list) and vector for vector in vectors)
    if missing or len(vectors) != inputs(exchange) or None in _numbers(vectors):
        raise Violation("a vector for each text, or a refusal", data, "/data")


def _numbers(vectors: list[object]) -> list[object]:
    return [
        number for vector in vectors if isinstance(vector, list) for number in vector
    ]


@requirement(
    "embeddings.whole-input",
    SHOULD,
    on="embeddings/long",
    source="openai/embeddings#bounds",
    fix="Refuse a text beyond the model's window with a 4xx instead of cutting it.",
)
def test_long_text_is_not_cut(exchange: Exchange, beside: Recording | None) -> None:
    """A text beyond the window is refused with a 4xx, or counted whole."""
    if exchange.status == 0 or exchange.status >= 500:
        raise Blocked(f"neither vectors nor a refusal came ({exchange.status})")
    if not exchange.accepted:
        is_otherwise_taken(beside)
        return
    counted = _counted(exchange)
    least = round(_SHARE * len(str(exchange.request.fields["input"]).split()))
    if counted < least:
        plainly_accepted(beside)
        counts_by_length(_counted(beside.last) if beside else 0, counted)
        raise Violation(
            f"a refusal, or {least} tokens", counted, "/usage/prompt_tokens"
        )


def _counted(exchange: Exchange) -> int:
    """The tokens of the input, as the answer counts them; Blocked without them."""
    usage = strict_answer(exchange).get("usage")
    counted = usage.get("prompt_tokens") if isinstance(usage, dict) else None
    if not whole(counted) or not isinstance(counted, int):
        raise Blocked("the answer has no usage of the documented shape")
    return counted
