"""A stream with a text of its own has lost nothing of another one."""

import hashlib
import json
import random
from functools import partial
from string import ascii_lowercase
from typing import Any

import pytest

from conformance.requirements.chance import is_other_text
from conformance.requirements.chat.test_stream_text import (
    test_stream_joins_to_the_same_text as same_text,
)
from conformance.tests.requirements.small_servers import (
    chat_answer,
    events,
    recorded,
    sent_fields,
    verdict,
)
from conformance.tests.server import Heard, Part, Script, reply_json

TEXT = "The night train to Krakow left at half past ten, and nobody waved."


def said(text: str, heard: Heard) -> list[Part]:
    """A text, in the form that was asked for, cut into words."""
    if not sent_fields(heard).get("stream"):
        return reply_json(chat_answer(text))
    deltas = [
        {"index": 0, "delta": {"content": f" {word}"}, "finish_reason": None}
        for word in text.split()
    ]
    return events(*(chat_answer() | {"choices": [delta]} for delta in deltas))


def seeded(fields: dict[str, Any]) -> str:
    """A text that a body decides, whatever is in it."""
    seed = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    drawn = random.Random(seed)
    return " ".join("".join(drawn.choices(ascii_lowercase, k=6)) for _ in range(12))


def by_body(heard: Heard) -> list[Part]:
    """An answer that depends on the whole body, as it was sent."""
    return said(seeded(dict(sent_fields(heard))), heard)


def by_values(heard: Heard) -> list[Part]:
    """The same with all defaults filled in."""
    return said(seeded({"stream": False, **sent_fields(heard)}), heard)


def losing(heard: Heard) -> list[Part]:
    """A server that loses every third word of a stream."""
    words = TEXT.split()
    if sent_fields(heard).get("stream"):
        words = [word for n, word in enumerate(words) if n % 3]
    return said(" ".join(words), heard)


def faithful(heard: Heard) -> list[Part]:
    """A server with one text."""
    return said(TEXT, heard)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (by_body, "inconclusive"),
        (by_values, "inconclusive"),
        (losing, "violated"),
        (faithful, "held"),
    ],
)
def test_another_text_is_not_a_broken_one(script: Script, expected: str) -> None:
    recording = recorded(script, "chat/stream-equals")
    assert verdict(partial(same_text, recording)) == expected


@pytest.mark.parametrize(
    "broken",
    [
        TEXT[20:],
        TEXT + TEXT,
        " ".join(reversed(TEXT.split())),
        TEXT.upper(),
        TEXT.replace(" ", ""),
        "".join(TEXT[:n] for n in range(len(TEXT))),
        TEXT.replace("i", "Ã¯"),
        "",
        "Hi.",
    ],
)
def test_what_is_made_of_a_text_is_told(broken: str) -> None:
    assert not is_other_text(TEXT, broken)


def test_texts_of_one_language_are_told_apart() -> None:
    other = "Marmalade is boiled from bitter oranges, sugar, and a great deal of care."
    assert is_other_text(TEXT, other)
