"""Reads streams for requirements on chat and on completions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from conformance import (
    ABSENT,
    Blocked,
    Exchange,
    NotOffered,
    Profile,
    Verbatim,
    Violation,
    field_of,
    judges_exchange,
)
from conformance.requirements.reading import whole


@dataclass(frozen=True, slots=True)
class ChunkChoice:
    """One choice of one chunk."""

    at: str
    index: int
    choice: dict[str, Any]
    carries_usage: bool


Text = Callable[[ChunkChoice], str]
# By the place of usage in a stream: whether its chunk may have choices or none, and
# what is expected.
_PLACES = {
    "own-chunk": (False,),
    "last-chunk": (True,),
    "last-event": (True, False),
    "every-chunk": (True, False),
}
_WORDS = {
    "own-chunk": "a last chunk with usage and no choices",
    "last-chunk": "usage in a last chunk with choices",
    "last-event": "usage in the last chunk",
    "every-chunk": "usage in every chunk",
}


def parts(exchange: Exchange) -> list[ChunkChoice]:
    """Each choice of each chunk; Blocked if one is not of the documented shape."""
    choices = [part for at, chunk in exchange.chunks for part in _parts(at, chunk)]
    if not choices:
        raise Blocked("no chunk of the stream has a choice")
    return choices


def _parts(at: str, chunk: dict[str, Any]) -> Iterator[ChunkChoice]:
    listed = chunk.get("choices")
    for choice in listed if isinstance(listed, list) else [None]:
        if not isinstance(choice, dict) or not whole(choice.get("index")):
            raise Blocked(f"{at} is not a chunk of the documented shape")
        yield ChunkChoice(
            at, choice["index"], choice, isinstance(chunk.get("usage"), dict)
        )


def threads(exchange: Exchange) -> dict[int, list[ChunkChoice]]:
    """The parts of each choice; Blocked if the indexes are wrong."""
    threads: dict[int, list[ChunkChoice]] = {}
    for part in parts(exchange):
        threads.setdefault(part.index, []).append(part)
    if sorted(threads) != list(range(_count(exchange))):
        raise Blocked("the choices of the stream cannot be told apart")
    return dict(sorted(threads.items()))


def _count(exchange: Exchange) -> int:
    """How many choices were asked for."""
    return int(exchange.request.fields.get("n") or 1)


@judges_exchange
def keeps(exchange: Exchange, name: str) -> None:
    """Raise a Violation unless a field is the same in all chunks with choices."""
    seen = [
        field_of(chunk, name) for _, chunk in exchange.chunks if chunk.get("choices")
    ]
    if not seen:
        raise Blocked("no chunk of the stream has a choice")
    different = [value for n, value in enumerate(seen) if value not in seen[:n]]
    if len(different) > 1 or seen[0] in (ABSENT, None, ""):
        raise Violation(f"one `{name}`", got=different, at=f"/{name} of the chunks")
    if len(seen) < 2:
        raise NotOffered("one chunk alone has choices")


@judges_exchange
def has_object(exchange: Exchange, name: str) -> None:
    """Raise a Violation unless every chunk with choices names its object so."""
    for at, chunk in exchange.chunks:
        if chunk.get("choices") and chunk.get("object") != name:
            got = field_of(chunk, "object")
            kind = "other" if chunk.get("object") else "missing"
            raise Violation(f'"{name}"', got, f"{at} /object", kind=kind)


@judges_exchange
def has_indexes(exchange: Exchange) -> None:
    """Raise a Violation unless the choices are numbered from 0."""
    seen = sorted({part.index for part in parts(exchange)})
    expected = list(range(_count(exchange)))
    if seen != expected:
        raise Violation(f"the indexes {expected}", got=seen, at="/choices/*/index")


@judges_exchange
def finishes(exchange: Exchange, text: Text) -> None:
    """Raise a Violation unless each choice ends with exactly one finish reason."""
    for index, thread in threads(exchange).items():
        ends = _ends(thread)
        if not ends:
            at, kind = f"the chunks of choice {index}", of_choice("missing", index)
            raise Violation("a finish reason", Verbatim("none"), at, kind=kind)
        if any(text(part) for part in thread[ends[0] + 1 :]):
            raise Blocked("text follows a finish reason")
        again = [thread[end] for end in ends[1:] if not thread[end].carries_usage]
        if again:
            one, kind = again[0], of_choice("twice", index)
            raise Violation("one finish reason", one.choice, one.at, kind=kind)


@judges_exchange
def finishes_last(exchange: Exchange, text: Text) -> None:
    """Raise a Violation if text follows a finish reason of its choice."""
    for thread in threads(exchange).values():
        ends = _ends(thread)
        if not ends:
            raise Blocked("a choice has no finish reason")
        for part in thread[ends[0] + 1 :]:
            if text(part):
                kind = "repeated" if len(ends) > 1 else "once"
                expected = "no text after it finished"
                raise Violation(expected, part.choice, part.at, kind=kind)
    if not any(text(part) for part in parts(exchange)):
        raise NotOffered("the stream has no text")


def of_choice(kind: str, index: int) -> str:
    """The kind of a violation in a choice: of others than the first, one of its own.

    Ordinary clients read the first choice alone.
    """
    return kind if index == 0 else f"{kind}-beyond-first"


def _ends(thread: list[ChunkChoice]) -> list[int]:
    """The places of the parts with a finish reason; `""` is none."""
    return [n for n, part in enumerate(thread) if part.choice.get("finish_reason")]


def finish_reasons(usual: tuple[str, ...], profile: Profile) -> tuple[str, ...]:
    """The finish reasons that a contract has: the usual ones, and its own."""
    return (*usual, *profile.answers.get("finish_reasons", ()))


@judges_exchange
def has_finish_values(exchange: Exchange, allowed: tuple[str, ...]) -> None:
    """Raise a Violation if a finish reason is neither null nor documented."""
    for part in parts(exchange):
        reason = part.choice.get("finish_reason")
        if reason is not None and reason not in allowed:
            raise Violation(f"null or one of {', '.join(allowed)}", reason, part.at)


def joined(exchange: Exchange, text: Text) -> str:
    """The text of the first choice of a stream."""
    return "".join(text(part) for part in threads(exchange)[0])


def is_streamed(exchange: Exchange) -> bool:
    """Whether a stream was asked for."""
    return bool(exchange.request.fields.get("stream"))


def usages(exchange: Exchange) -> list[dict[str, Any]]:
    """The usage objects of a stream."""
    values = [chunk.get("usage") for _, chunk in exchange.chunks]
    return [usage for usage in values if isinstance(usage, dict)]


def last_usage(exchange: Exchange) -> dict[str, Any]:
    """The last usage of a stream; Blocked if none came."""
    if not usages(exchange):
        raise Blocked("no usage came")
    return usages(exchange)[-1]


def reason(exchange: Exchange) -> object:
    """Why the first choice of a stream ended; None where it does not say."""
    reasons = [part.choice.get("finish_reason") for part in threads(exchange)[0]]
    return next((reason for reason in reasons if reason), None)


@judges_exchange
def has_usage_in_place(exchange: Exchange, profile: Profile) -> None:
    """Raise a Violation unless usage comes where the contract has it."""
    last_usage(exchange)
    *before, (at, last) = exchange.chunks
    place = profile.stream.get("usage", "own-chunk")
    has_choices = last.get("choices") != []
    if not isinstance(last.get("usage"), dict) or has_choices not in _PLACES[place]:
        raise Violation(_WORDS[place], got=last, at=at)
    everywhere = place == "every-chunk"
    for at, chunk in before:
        if bool(chunk.get("usage")) != everywhere:
            where = "every chunk" if everywhere else "the last chunk only"
            raise Violation(f"usage in {where}", got=chunk, at=at)


@judges_exchange
def has_no_unasked_usage(exchange: Exchange, profile: Profile) -> None:
    """Raise a Violation if a chunk comes for usage alone, which nobody asked for."""
    chunks = exchange.chunks
    if profile.stream.get("usage_unasked", "never") != "never":
        raise NotOffered("the contract lets usage come unasked")
    for at, chunk in chunks:
        if chunk.get("choices") == [] and chunk.get("usage"):
            raise Violation("no chunk for usage alone", got=chunk, at=at)


@judges_exchange
def has_unasked_usage(exchange: Exchange, profile: Profile) -> None:
    """Raise a Violation unless usage comes unasked, where the contract promises it."""
    if profile.stream.get("usage_unasked") != "always":
        raise NotOffered("the contract promises no usage unasked")
    if not usages(exchange):
        raise Violation("a chunk with `usage`", Verbatim("none"), at="the stream")
