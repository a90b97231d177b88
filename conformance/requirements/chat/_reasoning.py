"""Judges an answer and the thinking before it, as JSON and as a stream alike."""

from conformance import (
    Exchange,
    NotOffered,
    Verbatim,
    Violation,
    field_of,
    judges_exchange,
)
from conformance.core.thinking import has_tags
from conformance.core.usage import counts
from conformance.requirements.chat._thoughts import Answer, answer

# Below this, a text may be a mere opening phrase.
_NOTABLE = 50
_DETAIL = "/usage/completion_tokens_details/reasoning_tokens"
_CONTENT = "the content of choice 0"


@judges_exchange
def has_content(exchange: Exchange) -> None:
    """Raise a Violation if an answer that ended by itself has no content."""
    given = answer(exchange)
    if not (given.counted or given.places):
        raise NotOffered("no reasoning is counted or shown")
    if given.has_other_parts:
        raise NotOffered("the answer is no text")
    if given.finish != "stop":
        raise NotOffered(f"the answer did not end by itself ({given.finish})")
    if not given.visible:
        raise Violation(
            "the answer", got=field_of(given.message, "content"), at=_CONTENT
        )


@judges_exchange
def has_documented_place(exchange: Exchange) -> None:
    """Raise a Violation if reasoning is shown in none of the contract's fields."""
    given = answer(exchange)
    if not given.fields:
        raise NotOffered("the contract names no field for reasoning")
    if not given.shown:
        raise NotOffered("no reasoning is shown in a field of its own")
    if given.shown.keys().isdisjoint(given.fields):
        expected = f"reasoning in {' or '.join(map(_quoted, given.fields))}"
        got = Verbatim(", ".join(map(_quoted, sorted(given.shown))))
        raise Violation(expected, got, "the message of choice 0")


def _quoted(name: str) -> str:
    return f"`{name}`"


@judges_exchange
def has_reasoning_apart(exchange: Exchange) -> None:
    """Raise a Violation if the content repeats the reasoning in its own field."""
    given = answer(exchange)
    shown, content = _notable(given), given.content
    if content.lstrip().startswith(shown.strip()):
        raise Violation("the answer alone", got=content, at=_CONTENT)


@judges_exchange
def has_no_tags(exchange: Exchange) -> None:
    """Raise a Violation if the content has tags though reasoning has its own field."""
    given = answer(exchange)
    _notable(given)
    if has_tags(given.content):
        raise Violation("no tags of the template", got=given.content, at=_CONTENT)


@judges_exchange
def is_part_of_completion(exchange: Exchange) -> None:
    """Raise a Violation if more reasoning than completion tokens are counted."""
    given = answer(exchange)
    counted = _counted(given)
    spent = counts(given.usage)["completion_tokens"]
    # Counts that differ by one were seen on honest servers.
    if counted > spent + 1:
        raise Violation(f"at most {spent}", got=counted, at=_DETAIL)


@judges_exchange
def counts_what_it_shows(exchange: Exchange) -> None:
    """Raise a Violation if reasoning is shown of which 0 tokens are counted."""
    given = answer(exchange)
    _notable(given)
    if _counted(given) == 0:
        raise Violation("above 0", got=0, at=_DETAIL)


def _notable(given: Answer) -> str:
    """The reasoning in a field of its own; NotOffered if hardly any is shown there."""
    text = max(given.shown.values(), key=len, default="")
    if len(text) < _NOTABLE:
        raise NotOffered("no reasoning is shown in a field of its own, or hardly any")
    return text


def _counted(given: Answer) -> int:
    """The count of reasoning tokens; NotOffered if an answer does not state it."""
    if given.counted is None:
        raise NotOffered("the answer does not count reasoning tokens")
    return given.counted
