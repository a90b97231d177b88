"""Chat completions: the answer (source: openai/chat#answer)."""

from conformance import (
    MUST,
    SHOULD,
    Exchange,
    Profile,
    Violation,
    field_of,
    matches,
    requirement,
    same_place,
)
from conformance.requirements.chat._cases import ANSWERS, REASONS
from conformance.requirements.reading import (
    is_current,
    is_labelled_as_json,
    is_strict_json,
    names_model,
)
from conformance.requirements.streams import finish_reasons

SOURCE = "openai/chat#answer"


@requirement(
    "chat.content-type",
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
    "chat.json",
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
    "chat.shape",
    MUST,
    on=ANSWERS,
    source=SOURCE,
    breaks="Clients read these fields without looking; they fail on others.",
    fix="Send the documented fields with the documented types.",
)
def test_answer_has_the_documented_shape(exchange: Exchange) -> None:
    """An answer has the documented fields with the documented types."""
    matches(exchange.answer, "wire/chat-completion")


@requirement(
    "chat.shape.strict",
    SHOULD,
    on="chat/minimal",
    source=SOURCE,
    only_stated=True,
    fix="Send `refusal` in each message, null if there is none.",
    explained_by=same_place("chat.shape"),
)
def test_answer_has_every_documented_field(exchange: Exchange) -> None:
    """An answer has also those documented fields that most relays leave out."""
    _ = exchange.choices  # Blocked without any
    matches(exchange.answer, "wire/chat-completion-strict")


@requirement(
    "chat.finish-reason",
    MUST,
    on=ANSWERS,
    source="openai/chat#finish-reason",
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
    "chat.created",
    MUST,
    on="chat/minimal",
    source=SOURCE,
    breaks="Clients show a date thousands of years away, or fail to make one.",
    fix="Send `created` in Unix seconds.",
)
def test_created_is_now_in_seconds(exchange: Exchange) -> None:
    """`created` is the time of the answer in Unix seconds."""
    is_current(exchange, exchange.answer.get("created"))


@requirement(
    "chat.model",
    SHOULD,
    on="chat/minimal",
    source=SOURCE,
    fix="Send the name of the model that answered.",
)
def test_answer_names_a_model(exchange: Exchange, profile: Profile) -> None:
    """An answer names a model: the one that was asked, where the contract says so."""
    names_model(exchange, profile)
