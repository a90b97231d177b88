"""Embeddings: the answer (source: openai/embeddings#answer)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Profile,
    Recording,
    Violation,
    judges_exchange,
    matches,
    requirement,
    same_place,
)
from conformance.requirements.embeddings._vectors import ANSWERS, NUMBERS, TEXTS, rows
from conformance.requirements.reading import (
    is_labelled_as_json,
    is_strict_json,
    names_model,
    whole,
)

SOURCE = "openai/embeddings#answer"
USAGE = "openai/embeddings#usage"
UNCOUNTED = "Clients that count cost silently count nothing."


@requirement(
    "embeddings.content-type",
    MUST,
    on=ANSWERS,
    source=SOURCE,
    breaks="Clients choose how to read a body by its label, and fail or return text.",
    fix="Send `Content-Type: application/json`.",
)
def test_answer_is_labelled_as_json(recording: Recording) -> None:
    """An answer is labelled as JSON."""
    for exchange in recording:
        is_labelled_as_json(exchange)


@requirement(
    "embeddings.json",
    MUST,
    on=ANSWERS,
    source="json/syntax#text",
    breaks="Strict parsers refuse the body.",
    fix="Write the body with a JSON library: no NaN, no name twice, UTF-8.",
)
def test_answer_is_json(recording: Recording) -> None:
    """An answer is one strict JSON object."""
    for exchange in recording:
        is_strict_json(exchange)


@requirement(
    "embeddings.shape",
    MUST,
    on=NUMBERS,
    source=SOURCE,
    breaks="Clients read these fields without looking; they fail on others.",
    fix="Send the documented fields with the documented types.",
)
def test_answer_has_the_documented_shape(recording: Recording) -> None:
    """An answer has the documented fields with the documented types."""
    for exchange in recording:
        matches(exchange.answer, "wire/embedding-list", exchange=exchange)
        _has_items(exchange)


@requirement(
    "embeddings.shape.strict",
    SHOULD,
    on="embeddings/minimal",
    source=SOURCE,
    only_stated=True,
    fix="Send every documented field, also those that most clients do not read.",
    explained_by=same_place("embeddings.shape"),
)
def test_answer_has_all_documented_fields(exchange: Exchange) -> None:
    """An answer has every documented field."""
    matches(exchange.answer, "wire/embedding-list-strict")
    _has_items(exchange)


def _has_items(exchange: Exchange) -> None:
    """Raise Blocked unless there is an item whose form can be looked at."""
    if not rows(exchange):
        raise Blocked("the answer has no items")


@requirement(
    "embeddings.model",
    SHOULD,
    on="embeddings/minimal",
    source=SOURCE,
    fix="Send the name of the model that answered.",
)
def test_answer_names_a_model(exchange: Exchange, profile: Profile) -> None:
    """An answer names a model: the one that was asked, where the contract says so."""
    names_model(exchange, profile)


@requirement(
    "embeddings.usage.positive",
    MUST,
    on=TEXTS,
    source=USAGE,
    breaks=UNCOUNTED,
    fix="Count the tokens of the input, here if the upstream does not.",
)
def test_usage_counts_the_input(recording: Recording) -> None:
    """Usage counts the tokens of the input."""
    for exchange in recording:
        _counts_the_input(exchange)


@judges_exchange
def _counts_the_input(exchange: Exchange) -> None:
    usage = exchange.answer.get("usage")
    matches(usage, "wire/embedding-usage", at="/usage")
    if usage and usage["prompt_tokens"] <= 0:
        raise Violation("above 0", usage["prompt_tokens"], "/usage/prompt_tokens")


@requirement(
    "embeddings.usage.total",
    MUST,
    on=TEXTS,
    source=USAGE,
    breaks="Clients that bill by the total charge less than was used.",
    fix="Send a total that is at least the tokens of the input.",
)
def test_total_covers_the_input(recording: Recording) -> None:
    """The total is not below the tokens of the input."""
    for exchange in recording:
        least, total = _counts(exchange)
        if total < least:
            expected, at = f"at least {least}", "/usage/total_tokens"
            raise Violation(expected, total, at, exchange)


def _counts(exchange: Exchange) -> tuple[int, int]:
    """The tokens of the input, and the total; Blocked without them."""
    usage = exchange.answer.get("usage")
    values = usage if isinstance(usage, dict) else {}
    least, total = values.get("prompt_tokens"), values.get("total_tokens")
    if not whole(least) or not whole(total):
        raise Blocked("the answer has no usage of the documented shape")
    return int(str(least)), int(str(total))
