"""Chat completions: usage (source: openai/chat#usage)."""

from conformance import (
    MUST,
    Exchange,
    Profile,
    field_of,
    matches,
    requirement,
    same_answer,
)
from conformance.requirements.chat._cases import ANSWERS, text
from conformance.requirements.reading import adds_up, is_positive, parts_add_up

SOURCE = "openai/chat#usage"


@requirement(
    "chat.usage.present",
    MUST,
    on=ANSWERS,
    source=SOURCE,
    breaks="Clients that count cost or context silently count nothing.",
    fix="Send `usage` with its three counts, counted here if the upstream sends none.",
)
def test_answer_has_usage(exchange: Exchange) -> None:
    """An answer has usage with three counts."""
    _ = exchange.choices  # Blocked without any
    matches(field_of(exchange.answer, "usage"), "wire/usage", at="/usage")


@requirement(
    "chat.usage.positive",
    MUST,
    on=("chat/minimal", "chat/roles", "chat/text-parts"),
    source=SOURCE,
    breaks="Clients that count cost or context silently count nothing.",
    fix="Count the tokens instead of sending zeros.",
)
def test_usage_counts_something(exchange: Exchange) -> None:
    """Usage counts the tokens of the prompt and of a text that is not empty."""
    is_positive(exchange.usage, has_text=bool(text(exchange)))


@requirement(
    "chat.usage.adds-up",
    MUST,
    on=ANSWERS,
    source=SOURCE,
    breaks="Clients that bill by the total charge less than was used.",
    fix="Send a total that is at least the sum of the two counts.",
)
def test_usage_adds_up(exchange: Exchange) -> None:
    """The total is not below the tokens of prompt and completion."""
    adds_up(exchange.usage)


@requirement(
    "chat.usage.cache-adds-up",
    MUST,
    on=ANSWERS,
    source="deepseek/chat#usage.cache",
    where="answers.prompt_parts",
    breaks="Clients that price cached tokens apart charge for too many, or too few.",
    fix="Count each token of the prompt in one of the parts that your document has.",
    explained_by=same_answer("chat.usage.present"),
)
def test_parts_of_the_prompt_add_up(exchange: Exchange, profile: Profile) -> None:
    """The parts of the prompt that the contract counts apart add up to its tokens."""
    whole = exchange.usage["prompt_tokens"]  # Blocked without usage
    parts_add_up(exchange.answer["usage"], profile.answers["prompt_parts"], whole)
