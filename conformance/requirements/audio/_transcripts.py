"""Reads transcripts: their words, and the times at which they were spoken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conformance import Blocked, Exchange, Violation
from conformance.core.strict import parse_lenient
from conformance.requirements.reading import objects

# The length of the file that is sent; a test measures it.
SPOKEN_SECONDS = 3.65
# Recognisers work in frames of some tens of milliseconds and pad the end.
TOLERANCE = 0.5
JSON = (
    "audio/transcription",
    "audio/transcription-verbose",
    "audio/transcription-words",
)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A piece of a transcript from one second to another."""

    start: float
    end: float
    at: str


def heard(exchange: Exchange) -> str:
    """The text of a transcript that is JSON; Blocked if it has none."""
    text = exchange.answer.get("text")
    if not isinstance(text, str):
        raise Blocked("the transcript has no text")
    return text


def plain(exchange: Exchange) -> str:
    """The body of an accepted request as a text; Blocked if there is none."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    return exchange.body.decode("utf-8", "replace")


def is_json(body: bytes) -> bool:
    """Whether a body is a JSON object or string: no recogniser hears such a text."""
    return isinstance(parse_lenient(body), dict | str)


def listed(exchange: Exchange, name: str) -> list[dict[str, Any]]:
    """The segments or words of a transcript; Blocked if there are none."""
    items = objects(exchange.answer.get(name))
    if not items:
        raise Blocked(f"the transcript has no {name}")
    return items


def spans(exchange: Exchange, name: str) -> list[TimeSpan]:
    """The times of the segments or words; Blocked where one has none."""
    return [
        TimeSpan(_time(item, "start"), _time(item, "end"), f"/{name}/{place}")
        for place, item in enumerate(listed(exchange, name))
    ]


def _time(item: dict[str, Any], name: str) -> float:
    time = item.get(name)
    if not isinstance(time, int | float) or isinstance(time, bool):
        raise Blocked(f"a piece has no `{name}`")
    return float(time)


def are_in_order(spans: Sequence[TimeSpan], length: float) -> None:
    """Raise a Violation unless pieces follow each other inside of the length."""
    before = 0.0
    for span in spans:
        if span.start > span.end or span.start < before - TOLERANCE:
            expected = f"a start from {before:g} s on, and an end behind it"
            raise Violation(expected, got=[span.start, span.end], at=span.at)
        if span.end > length + TOLERANCE:
            raise Violation(f"an end within {length:g} s", got=span.end, at=span.at)
        before = span.start


def words(text: str) -> list[str]:
    """The words of a text without their case and punctuation."""
    return re.findall(r"\w+", re.sub("['\u2019]", "", text.casefold()))


def joined(text: str) -> str:
    """The words of a text in one: recognisers split them here and not there."""
    return "".join(words(text))


def has_same_words(parts: str, text: str, what: str) -> None:
    """Raise a Violation unless the parts of a transcript make up its text."""
    if joined(parts) != joined(text):
        raise Violation(f'the words of "{text.strip()}"', got=parts, at=what)
