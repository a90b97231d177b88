"""Chat completions: models that think (source: openai/chat#reasoning)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    requirement,
)
from conformance.core.refusal import is_refused
from conformance.core.thinking import (
    counted_reasoning,
    message_of,
    thought,
    visible_text,
)
from conformance.requirements.chat._cases import TEXTS

SOURCE = "openai/chat#reasoning"
MANNER = "chat/manner"
# Below this, a text may be a mere opening phrase.
_NOTABLE = 50


@requirement(
    "chat.reasoning.refusal",
    SHOULD,
    on=MANNER,
    source="openai/errors#validation",
    breaks="Clients that drop what a model does not take cannot tell what that is.",
    fix="Hand the `param` of the upstream's refusal on.",
)
def test_refused_field_is_named(recording: Recording, case: Case) -> None:
    """The refusal of a field that the model does not take names it in `param`."""
    refusals = [exchange for exchange in recording if is_refused(exchange)]
    if not refusals:
        raise NotOffered("the model takes every field that was tried")
    if not any(exchange.accepted for exchange in recording):
        raise Undecided("nothing was accepted that would show what is refused")
    for exchange in refusals:
        error = exchange.error
        error = error.get("error") if isinstance(error, dict) else None
        if not isinstance(error, dict) or "param" not in error:
            raise Blocked("the refusal has no place for the name of a field")
        if not error["param"]:
            expected, got = "the name of the refused field", error["param"]
            raise Violation(expected, got, "/error/param", exchange=exchange)


@requirement(
    "chat.reasoning.tokens",
    SHOULD,
    on=(*TEXTS, MANNER),
    source=SOURCE,
    breaks="Clients that subtract the hidden tokens count a negative text.",
    fix="Count what is thought among the completion tokens, too.",
)
def test_reasoning_tokens_are_part_of_the_completion(exchange: Exchange) -> None:
    """Reasoning tokens are counted among the completion tokens."""
    counted = _reasoning_tokens(exchange)
    spent = exchange.usage["completion_tokens"]
    # Counts that differ by one were seen on honest servers.
    if counted > spent + 1:
        at = "/usage/completion_tokens_details/reasoning_tokens"
        raise Violation(f"at most {spent}", got=counted, at=at)


@requirement(
    "chat.reasoning.counted",
    SHOULD,
    on=(*TEXTS, MANNER),
    source=SOURCE,
    breaks="Clients that show what thinking costs show nothing.",
    fix="Count the tokens of the thinking, or leave its count out.",
)
def test_shown_reasoning_is_counted(exchange: Exchange) -> None:
    """A count of reasoning tokens is not 0 where reasoning is shown."""
    shown = _shown(exchange)
    if len(shown) >= _NOTABLE and _reasoning_tokens(exchange) == 0:
        at = "/usage/completion_tokens_details/reasoning_tokens"
        raise Violation("above 0", got=0, at=at)


@requirement(
    "chat.reasoning.apart",
    MUST,
    on=(*TEXTS, MANNER),
    source=SOURCE,
    breaks="Users read the model's thoughts as its answer.",
    fix="Send the reasoning in its own field, and only the answer as `content`.",
)
def test_reasoning_is_not_repeated_in_the_content(exchange: Exchange) -> None:
    """The content does not repeat the reasoning that stands in its own field."""
    shown, content = _shown(exchange), _content(exchange)
    if len(shown) >= _NOTABLE and content.lstrip().startswith(shown.strip()):
        raise Violation(
            "the answer alone", got=content, at="/choices/0/message/content"
        )


@requirement(
    "chat.reasoning.tags",
    MUST,
    on=(*TEXTS, MANNER),
    source=SOURCE,
    breaks="Users see the marks of the model's template in its answer.",
    fix="Take the tags of the template out of `content`.",
)
def test_content_has_no_tags_of_reasoning(exchange: Exchange) -> None:
    """The content has no `<think>` tags where reasoning has its own field."""
    _shown(exchange)
    content = _content(exchange).strip()
    if content.startswith(("<think>", "</think>")) or content.endswith("</think>"):
        expected = "no tags of the template"
        raise Violation(expected, got=content, at="/choices/0/message/content")


def _shown(exchange: Exchange) -> str:
    """The reasoning that an answer shows in a field of its own."""
    message = message_of(exchange.answer)
    shown = thought({**message, "content": ""})
    if not shown:
        raise NotOffered("no reasoning is shown in a field of its own")
    return shown


def _content(exchange: Exchange) -> str:
    content = message_of(exchange.answer).get("content")
    return content if isinstance(content, str) else visible_text({"content": content})


def _reasoning_tokens(exchange: Exchange) -> int:
    """The count of reasoning tokens; NotOffered if an answer does not state it."""
    _ = exchange.answer  # Blocked without one
    counted = counted_reasoning(exchange)
    if counted is None:
        raise NotOffered("the answer does not count reasoning tokens")
    return counted
