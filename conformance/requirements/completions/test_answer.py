"""Completions: the answer (source: openai/completions#answer)."""

from conformance import (
    MUST,
    SHOULD,
    Exchange,
    Profile,
    Violation,
    field_of,
    matches,
    requirement,
)
from conformance.requirements.completions._cases import ANSWERS, REASONS, text
from conformance.requirements.reading import (
    adds_up,
    is_current,
    is_labelled_as_json,
    is_positive,
    is_strict_json,
    names_model,
)
from conformance.requirements.streams import finish_reasons

SOURCE = "openai/completions#answer"
UNCOUNTED = "Clients that count cost or context silently count nothing."


@requirement(
    "completions.content-type",
    MUST,
    on=ANSWERS,
    source=SOURCE,
    breaks="Clients choose how to read a body by its label, and fail or return text.",
    fix="Send `Content-Type: application/json` unless `stream` is true.",
)
def test_answer_is_labelled_as_json(exchange: Exchange) -> None:
    """An answer that is not streamed is labelled as JSON."""
    is_labelled_as_json(exchange)


@requirement(
    "completions.json",
    MUST,
    on=ANSWERS,
    source="json/syntax#text",
    breaks="Strict parsers refuse the body.",
    fix="Write the body with a JSON library: no NaN, no name twice, UTF-8.",
)
def test_answer_is_json(exchange: Exchange) -> None:
    """An answer is one strict JSON object."""
    is_strict_json(exchange)


@requirement(
    "completions.shape",
    MUST,
    on=ANSWERS,
    source=SOURCE,
    breaks="Clients read these fields without looking; they fail on others.",
    fix="Send the documented fields with the documented types.",
)
def test_answer_has_the_documented_shape(exchange: Exchange) -> None:
    """An answer has the documented fields with the documented types."""
    matches(exchange.answer, "wire/completion")


@requirement(
    "completions.finish-reason",
    MUST,
    on=ANSWERS,
    source="openai/completions#finish-reason",
    breaks="Typed clients refuse other values; loops that wait for `stop` never end.",
    fix="Translate the model's own reason into one of the documented ones.",
)
def test_finish_reason_is_documented(exchange: Exchange, profile: Profile) -> None:
    """The finish reason of each choice is one of the documented ones."""
    reasons = finish_reasons(REASONS, profile)
    for choice in exchange.choices:
        reason = field_of(choice, "finish_reason")
        if reason not in reasons:
            expected = f"one of {', '.join(reasons)}"
            raise Violation(expected, got=reason, at="/choices/*/finish_reason")


@requirement(
    "completions.created",
    MUST,
    on="completions/minimal",
    source=SOURCE,
    breaks="Clients show a date thousands of years away, or fail to make one.",
    fix="Send `created` in Unix seconds.",
)
def test_created_is_now_in_seconds(exchange: Exchange) -> None:
    """`created` is the time of the answer in Unix seconds."""
    is_current(exchange, exchange.answer.get("created"))


@requirement(
    "completions.model",
    SHOULD,
    on="completions/minimal",
    source=SOURCE,
    fix="Send the name of the model that answered.",
)
def test_answer_names_a_model(exchange: Exchange, profile: Profile) -> None:
    """An answer names a model: the one that was asked, where the contract says so."""
    names_model(exchange, profile)


@requirement(
    "completions.usage.present",
    MUST,
    on=ANSWERS,
    source="openai/completions#usage",
    breaks=UNCOUNTED,
    fix="Send `usage` with its three counts, counted here if the upstream sends none.",
)
def test_answer_has_usage(exchange: Exchange) -> None:
    """An answer has usage with three counts."""
    _ = exchange.choices  # Blocked without any
    matches(field_of(exchange.answer, "usage"), "wire/usage", at="/usage")


@requirement(
    "completions.usage.positive",
    MUST,
    on=("completions/minimal", "completions/length"),
    source="openai/completions#usage",
    breaks=UNCOUNTED,
    fix="Count the tokens instead of sending zeros.",
)
def test_usage_counts_something(exchange: Exchange) -> None:
    """Usage counts the tokens of the prompt and of a text that is not empty."""
    is_positive(exchange.usage, has_text=bool(text(exchange)))


@requirement(
    "completions.usage.adds-up",
    MUST,
    on=ANSWERS,
    source="openai/completions#usage",
    breaks="Clients that bill by the total charge less than was used.",
    fix="Send a total that is at least the sum of the two counts.",
)
def test_usage_adds_up(exchange: Exchange) -> None:
    """The total is not below the tokens of prompt and completion."""
    adds_up(exchange.usage)
