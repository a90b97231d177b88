"""Chat completions: formats of the answer (source: openai/chat#json-mode)."""

from jsonschema import Draft202012Validator

from conformance import (
    SHOULD,
    Exchange,
    Profile,
    Undecided,
    Verbatim,
    Violation,
    requirement,
    same_answer,
)
from conformance.requirements.chat._cases import text
from conformance.requirements.reading import parsed


def _whole_text(exchange: Exchange) -> str:
    """The text of an answer that neither its cap nor a filter cut off."""
    reason = exchange.choices[0].get("finish_reason")
    if reason in ("length", "content_filter"):
        raise Undecided(f"the text was cut off ({reason})")
    return text(exchange)


@requirement(
    "chat.json-object",
    SHOULD,
    effect="response_format",
    on="chat/json-object",
    source="openai/chat#json-mode",
    fix="Hand `response_format` on to the model, or refuse it with a 4xx.",
    explained_by=same_answer(
        "chat.reasoning.tags", "chat.reasoning.apart", "chat.reasoning.answer"
    ),
)
def test_content_is_a_json_object(exchange: Exchange, profile: Profile) -> None:
    """With the format `json_object` the content is a JSON object."""
    content = _whole_text(exchange)
    if not content.strip() and profile.answers.get("blank_json", False):
        raise Undecided("the contract lets the content be blank")
    value = parsed(content, "/choices/0/message/content")
    if not isinstance(value, dict):
        raise Violation("a JSON object", got=value, at="/choices/0/message/content")


@requirement(
    "chat.json-schema",
    SHOULD,
    effect="response_format",
    on="chat/json-schema",
    source="openai/chat#json-schema",
    fix="Hand the schema on to the model, or refuse it with a 4xx.",
    explained_by=same_answer(
        "chat.reasoning.tags", "chat.reasoning.apart", "chat.reasoning.answer"
    ),
)
def test_content_matches_the_schema(exchange: Exchange) -> None:
    """With the format `json_schema` the content matches the schema."""
    value = parsed(_whole_text(exchange), "/choices/0/message/content")
    schema = exchange.request.fields["response_format"]["json_schema"]["schema"]
    for error in Draft202012Validator(schema).iter_errors(value):
        got = Verbatim(error.message)
        raise Violation("the schema's form", got, at="/choices/0/message/content")
