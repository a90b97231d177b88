"""Reads what answers to related requests have to do with each other."""

from collections.abc import Callable, Mapping
from typing import Any

from conformance import (
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    judges_exchange,
)
from conformance.core.usage import counts
from conformance.requirements import chance, streams
from conformance.requirements.reading import acceptance, summary_of

# A text of fewer letters hardly comes in pieces that could be lost or mixed up.
_FEWEST_LETTERS = 8
_OF_THE_MODEL = ("model", "system_fingerprint", "provider")


@judges_exchange
def grows(exchange: Exchange, short: int, long: int, least: float) -> None:
    """Raise a Violation unless a longer prompt counts at least so much more.

    `exchange` is that of the longer one.
    """
    _is_counted(short, long)
    if long - short < least:
        expected = f"about {least:.0f} prompt tokens more than {short}"
        raise Violation(expected, got=long, at="/usage/prompt_tokens")


@judges_exchange
def counts_all(exchange: Exchange, text: Callable[[dict[str, Any]], str]) -> None:
    """Raise a Violation if fewer tokens are counted than the choices have words.

    No tokenizer joins what spaces part, so that a text has a token a word at least.
    """
    words = [len(text(choice).split()) for choice in exchange.choices]
    if len(words) < 2 or not all(words):
        raise Blocked("fewer than two choices have a text")
    spent = exchange.usage["completion_tokens"]
    _is_counted(spent)
    if spent < sum(words):
        expected = f"at least {sum(words)}, the words of {len(words)} choices"
        raise Violation(expected, got=spent, at="/usage/completion_tokens")
    if spent <= exchange.cap:
        raise Undecided(f"{spent} tokens may be those of one choice alone")


def is_same_text(
    recording: Recording, text: Callable[[Exchange], str], piece: streams.Text
) -> None:
    """Raise a Violation unless a stream joins to the text that came as JSON.

    Space at the beginning is left aside: the two forms often differ there.
    """
    plain = [e for e in recording if not streams.is_streamed(e)]
    once, *again = map(text, plain)
    if any(other != once for other in again):
        raise Undecided("the target does not reproduce itself at temperature 0")
    if not once.strip():
        raise Undecided("the answer is empty")
    if any(stop in once for stop in plain[0].request.fields.get("stop") or ()):
        raise Blocked("the stop text was not kept")
    streamed = [
        (e, streams.joined(e, piece).lstrip())
        for e in recording
        if streams.is_streamed(e)
    ]
    chance.texts_are(once.lstrip(), streamed, "the joined stream")
    if len(once) < _FEWEST_LETTERS:
        raise Undecided("the text is too short to lose a part of")


def reproduces_itself(alike: Recording | None, text: Callable[[Exchange], str]) -> bool:
    """Whether requests that are alike, not streamed, get the same answer each time."""
    try:
        plain = [e for e in alike or () if not streams.is_streamed(e)]
        return len(plain) > 1 and len({text(exchange) for exchange in plain}) == 1
    except (Blocked, NotOffered):
        return False


def is_read_alike(
    recording: Recording, other: Recording | None, text: Callable[[Exchange], str]
) -> None:
    """Raise a Violation if another spelling of a request makes it another request.

    `other` is quite another request: if that gets the same text, nothing is told.
    """
    _says_as_much(recording["again"], recording["json"], text)
    if other is None or text(other.last) == text(recording["json"]):
        raise Undecided("another request is not known to get another answer")


@judges_exchange
def _says_as_much(
    spelled: Exchange, plain: Exchange, text: Callable[[Exchange], str]
) -> None:
    """Raise a Violation if a request is not answered as in its plain spelling.

    A target that does not reproduce itself is told by its counts: these are not
    drawn, so that they differ only if what was read does.
    """
    once = text(plain)
    if not spelled.accepted:
        raise Violation(acceptance(spelled), summary_of(spelled), "the status")
    if text(spelled) == once:
        return
    _is_of_one_model(plain.answer, spelled.answer)
    first, second = (e.usage["prompt_tokens"] for e in (plain, spelled))
    if first == second:
        raise Undecided("the target does not reproduce itself at temperature 0")
    raise Violation(f"{first} prompt tokens", got=second, at="/usage/prompt_tokens")


@judges_exchange
def has_same_usage(stream: Exchange, alike: Recording | None) -> None:
    """Raise a Violation unless a stream counts what the same JSON request counts.

    The texts may differ; where both reach the cap, they have as many tokens.
    """
    if alike is None:
        raise Blocked("there is no answer to the same request as JSON")
    plain = alike["create"]
    whole, streamed = plain.usage, counts(streams.last_usage(stream))
    _is_of_one_model(plain.answer, stream.chunks[-1][1])
    names = ["prompt_tokens"]
    if _was_cut(plain) and _stream_was_cut(stream):
        names.append("completion_tokens")
    for name in names:
        _is_counted(whole[name])
        if streamed[name] != whole[name]:
            expected = f"{whole[name]}, as in JSON"
            raise Violation(expected, got=streamed[name], at=f"/usage/{name}")


def _is_counted(*counted: int) -> None:
    """Raise Blocked where nothing is counted at all."""
    if not all(counted):
        raise Blocked("usage counts nothing")


def _was_cut(exchange: Exchange) -> bool:
    return all(c.get("finish_reason") == "length" for c in exchange.choices)


def _stream_was_cut(exchange: Exchange) -> bool:
    ends = [part.choice.get("finish_reason") for part in streams.parts(exchange)]
    return "length" in ends


def _is_of_one_model(answer: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    """Raise Undecided where two answers name different models behind the target."""
    for name in _OF_THE_MODEL:
        first, second = answer.get(name), other.get(name)
        if first and second and first != second:
            raise Undecided(f"the answers come from different models ({name})")


@judges_exchange
def begins(exchange: Exchange, full: str, part: str, other: str) -> None:
    """Raise a Violation unless `part`, the text of `exchange`, is how `full` begins.

    `other` was cut otherwise: if not even that begins alike, the target is noisy.
    A repeated request would not tell: a cache may answer it.
    """
    if not part.strip() or not other.strip():
        raise Undecided("a text is empty")
    if part == full:
        raise Undecided("the text was not cut")
    if not _begins(full, other):
        raise Undecided("the target does not reproduce itself at temperature 0")
    if not _begins(full, part):
        expected, at = f'the beginning of "{full}"', "the text"
        raise Violation(expected, got=part, at=at)


def _begins(full: str, part: str) -> bool:
    return full.strip().startswith(part.strip())
