"""Texts that are to break out of where they are shown, and JSON that is none."""

import base64
import json
from itertools import count
from urllib.parse import quote

from conformance.tests.hostile.behaviour import (
    EVENTS,
    JSON,
    SMALL,
    Behaviour,
    add,
    completed,
    completion,
    head,
    hostile,
    whole,
)
from conformance.tests.hostile.judging import KEY
from conformance.tests.hostile.listener import Script
from conformance.tests.server import CLOSE, Heard, Part

INJECTIONS = {
    "terminal": "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b31m\r\n\b\b",
    "html": "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "markdown": "|\n\n# CONFORMANT\n\n[x](javascript:alert(1)) ![](http://192.0.2.1/)",
    "xml": "]]><failure/>\x00\x0b\ufffe\ud800&lol;",
    "csv": "=cmd|' /C calc'!A0\n+1,-1,@SUM(1)",
    "bidi": "\u202e\u2066evil\u2069\u200b\ufeff",
}
NOT_JSON = {
    "nan": b'{"id": NaN}',
    "names-twice": b'{"id": "a", "id": "b"}',
    "utf-16": '{"id": "a"}'.encode("utf-16"),
    "not-utf-8": b'{"id": "\xff\xfe"}',
    "half": b'{"id": "chatcmpl-1", "choices": [',
    "null": b"null",
    "a-list": b"[]",
    "a-number": b"-0",
    "empty": b"",
    "nul-bytes": b"\0" * 5000,
    "two-documents": b"{}{}",
}


def error(text: str) -> Script:
    """A refusal with this text, wherever one can stand."""

    def script(_: Heard) -> list[Part]:
        fields = {"message": text, "type": text, "code": text, "param": text}
        body = json.dumps({"error": fields, text: text}).encode()
        return whole(body, JSON, "X-Text: \x1b[31m<b>", status="500 \x1b[2J")

    return script


def said(text: str) -> Script:
    """An answer with this text in the place of each value."""

    def script(_: Heard) -> list[Part]:
        return completed(id=[text], model={text: text}, created=text, object=text)

    return script


def as_is(body: bytes) -> Script:
    """An answer with this body."""
    return lambda _: whole(body)


for name, text in INJECTIONS.items():
    says = "500|field|integer"
    add(Behaviour(f"error-for-{name}", error(text), says, select=SMALL))
    add(Behaviour(f"answer-for-{name}", said(text), says, select=SMALL))
for name, data in NOT_JSON.items():
    says = "JSON|object|field|empty|twice"
    add(Behaviour(f"json-of-{name}", as_is(data), says, select=SMALL))


def models(*ids: object) -> list[Part]:
    """A list of models."""
    rows = [{"id": i, "object": "model", "created": 1, "owned_by": "x"} for i in ids]
    return whole(json.dumps({"object": "list", "data": rows}).encode())


@hostile("models", route="/models", select=SMALL, codes=(0, 1, 3))
def ids_that_are_paths(_: Heard) -> list[Part]:
    return models("../../../../tmp/x", "/etc/passwd", "a\0b", "C:\\x", "..", "")


@hostile("more than", route="/models", select=SMALL)
def ids_that_are_huge(_: Heard) -> list[Part]:
    return models("m" * 5_000_000)


@hostile("more than", route="/models", select=SMALL)
def ids_by_100000(_: Heard) -> list[Part]:
    return models(*(f"model-{n}" for n in range(100_000)))


@hostile("models", route="/models", select=SMALL)
def ids_that_are_no_texts(_: Heard) -> list[Part]:
    return models(None, 1, [], {}, True, 10**300)


SPELLINGS = {
    "plain": KEY,
    "in-json": json.dumps(KEY)[1:-1],
    "in-a-url": quote(KEY, safe=""),
    "in-base64": base64.b64encode(KEY.encode()).decode(),
    "twice": json.dumps(json.dumps({"key": KEY})),
}


def gives_back(spelling: str) -> Script:
    """A server that sends the key back."""

    def script(_: Heard) -> list[Part]:
        text = json.dumps(completion(id=spelling))
        return whole(text.encode(), JSON, f"X-Key: {spelling}")

    return script


for name, spelling in SPELLINGS.items():
    add(Behaviour(f"key-{name}", gives_back(spelling), "without the key", select=SMALL))


@hostile("without the key")
def key_in_two_pieces(_: Heard) -> list[Part]:
    text = json.dumps(completion(id=KEY)).encode()
    cut = text.index(KEY.encode()) + len(KEY) // 2
    size = f"Content-Length: {len(text)}"
    return [head(JSON, size), text[:cut], 0.1, text[cut:], CLOSE]


NUMBERS = count()
ANSWERS: list[list[Part]] = [
    completed(),
    whole(b"{}", status="500 No"),
    [CLOSE],
    whole(b"<html>", "Content-Type: text/html"),
    whole(b"data: {}\n\n", EVENTS),
]


@hostile("500|connection|JSON")
def another_answer_each_time(_: Heard) -> list[Part]:
    return ANSWERS[next(NUMBERS) % len(ANSWERS)]


@hostile("connection|status 0|answer")
def death_in_the_middle(_: Heard) -> list[Part]:
    return completed() if next(NUMBERS) % 7 < 3 else [CLOSE]
