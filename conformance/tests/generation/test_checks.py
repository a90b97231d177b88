"""Each check finds what it is for, and leaves alone what is legitimate."""

import base64
import json
import struct
from dataclasses import replace
from typing import Any

import pytest

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange
from conformance.core.violation import Violation
from conformance.generation.checks import CHECKS, fails
from conformance.generation.families import FAMILIES
from conformance.generation.request import Purpose
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import SUITE

Body = dict[str, Any]
OPENAI, AITRE = SUITE.profiles["openai"], SUITE.profiles["aitre"]
ERROR = {"error": {"message": "no", "type": "invalid_request_error"}}
TEXT = (("Content-Type", "text/plain"),)


def chat(**fields: Any) -> Body:
    """A chat request."""
    return {**FAMILIES["chat"].minimal(OPENAI, "m"), **fields}


def answer(*texts: str, **usage: int) -> Body:
    """A chat answer with these choices."""
    counts = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5} | usage
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "m",
        "choices": [
            {
                "index": place,
                "message": {"role": "assistant", "content": text},
                "finish_reason": "stop",
            }
            for place, text in enumerate(texts)
        ],
        "usage": counts,
    }


def asked(sent: Body, got: Any, status: int = 200, **others: Any) -> Exchange:
    """The exchange of a request with an answer."""
    body = got if isinstance(got, bytes) else json.dumps(got).encode()
    made = an_exchange(status, body, **others)
    return replace(made, request=replace(made.request, body=json.dumps(sent).encode()))


def streamed(sent: Body, *data: str) -> Exchange:
    """The exchange of a request with a stream."""
    body = "".join(f"data: {line}\n\n" for line in data).encode()
    return asked(sent, body, headers=(("Content-Type", "text/event-stream"),))


def chunk(text: str, reason: str | None = None) -> str:
    """A chunk of a chat stream."""
    delta = {"role": "assistant", "content": text}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1_700_000_000,
            "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
        }
    )


def judged(kind: str, check: str, family: str, exchange: Exchange, **of: Any) -> str:
    """What a check says of an exchange, in one word."""
    statement = "n is at least 1" if kind == "refused" else ""
    purpose = Purpose(family, statement, **of)
    try:
        CHECKS[kind][check](purpose, exchange, OPENAI)
    except Violation:
        return "violated"
    except Blocked:
        return "blocked"
    except NotOffered:
        return "not offered"
    except Undecided:
        return "undecided"
    return "held"


def vectors(*rows: list[float] | str) -> Body:
    """An answer with vectors."""
    data = [
        {"object": "embedding", "index": place, "embedding": row}
        for place, row in enumerate(rows)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": data, "model": "m", "usage": usage}


def packed(*numbers: float) -> str:
    """A vector as base64."""
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


ASKED = {"model": "m", "input": ["a", "b"]}
SPOKEN = {"model": "m", "input": "Hello.", "voice": "alloy"}
DRAWN = {"model": "m", "prompt": "A red circle.", "response_format": "b64_json"}
STREAM = chat(stream=True)
PNG = base64.b64encode(b"\x89PNG\r\n").decode()
EMOJI = chat(messages=[{"role": "user", "content": "\U0001f600"}])
PARTS = chat(messages=[{"role": "user", "content": [{"type": "text", "text": "a"}]}])
TAKEN = [
    ("answered", "chat", asked(chat(), answer("a")), "held"),
    ("answered", "chat", asked(chat(), b"", 0), "violated"),
    ("no-5xx", "chat", asked(chat(), b"", 0), "blocked"),
    ("no-5xx", "chat", asked(chat(), ERROR, 500), "violated"),
    ("no-5xx", "chat", asked(chat(), ERROR, 400), "held"),
    ("accepted", "chat", asked(chat(), answer("a")), "held"),
    ("accepted", "chat", asked(EMOJI, ERROR, 400), "violated"),
    ("accepted", "chat", asked(chat(), ERROR, 500), "blocked"),
    ("accepted", "chat", asked(chat(), ERROR, 429), "undecided"),
    ("accepted", "chat", asked(chat(n=2), b"'n' is not known", 400), "blocked"),
    ("accepted", "chat", asked(chat(n=2), b"not known", 400), "violated"),
    ("accepted", "chat", asked(chat(user="a"), b"a superuser", 400), "violated"),
    ("accepted", "chat", asked(EMOJI, b"messages are wrong", 400), "violated"),
    ("accepted", "chat", asked(PARTS, b"content is no text", 400), "blocked"),
    ("accepted", "chat", asked(chat(), answer("a"), 302), "violated"),
    ("accepted", "midjourney", asked({"prompt": "a"}, {"code": 1}), "held"),
    ("accepted", "midjourney", asked({"prompt": "a"}, {"code": 4}), "violated"),
    ("accepted", "midjourney", asked({"prompt": "a"}, {"code": 23}), "undecided"),
    ("shape", "chat", asked(chat(), answer("a")), "held"),
    ("shape", "chat", asked(chat(), {"choices": []}), "violated"),
    ("shape", "chat", asked(chat(), ERROR, 400), "blocked"),
    ("shape", "chat", streamed(STREAM, chunk("a"), "[DONE]"), "held"),
    ("shape", "chat", streamed(STREAM, '{"id": 7}', "[DONE]"), "violated"),
    ("shape", "speech", asked(SPOKEN, b"ID3"), "blocked"),
    ("choices", "chat", asked(chat(n=2), answer("a", "b")), "held"),
    ("choices", "chat", asked(chat(n=2), answer("a")), "violated"),
    ("choices", "embeddings", asked(ASKED, vectors([1.0])), "blocked"),
    ("choices", "chat", streamed(STREAM, chunk("a", "stop"), "[DONE]"), "held"),
    ("usage", "chat", asked(chat(), answer("a")), "held"),
    ("usage", "chat", asked(chat(), answer("a", total_tokens=4)), "violated"),
    ("usage", "chat", asked(chat(), answer("a", completion_tokens=-1)), "violated"),
    ("usage", "chat", asked(chat(n=3), answer("a")), "held"),
    ("usage", "chat", streamed(STREAM, chunk("a", "stop"), "[DONE]"), "blocked"),
    ("stop", "chat", asked(chat(stop=["z"]), answer("a")), "held"),
    ("stop", "chat", asked(chat(stop=["y", "z"]), answer("xyz")), "violated"),
    ("stop", "chat", asked(chat(stop="z"), answer("a", "xyz")), "violated"),
    ("stop", "chat", asked(chat(stop="z"), answer("")), "undecided"),
    ("stop", "chat", asked(chat(), answer("a")), "not offered"),
    ("stream", "chat", asked(chat(), answer("a")), "blocked"),
    ("stream", "chat", streamed(STREAM, chunk("a", "stop"), "[DONE]"), "held"),
    ("stream", "chat", streamed(STREAM, chunk("a", "stop")), "violated"),
    ("stream", "chat", streamed(STREAM, chunk("a"), "[DONE]"), "violated"),
    ("stream", "chat", streamed(STREAM, "{", "[DONE]"), "violated"),
    ("stream", "chat", asked(STREAM, answer("a")), "violated"),
    ("vectors", "embeddings", asked(ASKED, vectors([1.0], [2.0])), "held"),
    ("vectors", "embeddings", asked(ASKED, vectors([1.0])), "violated"),
    ("vectors", "embeddings", asked(ASKED, vectors([1.0], [2.0, 3])), "violated"),
    ("vectors", "embeddings", asked(ASKED, vectors(packed(1), packed(2))), "held"),
    ("vectors", "embeddings", asked(ASKED, vectors(packed(1), "?")), "blocked"),
    (
        "vectors",
        "embeddings",
        asked({**ASKED, "dimensions": 2}, vectors([1.0], [2.0])),
        "violated",
    ),
    ("vectors", "chat", asked(chat(), answer("a")), "blocked"),
    ("sound", "speech", asked(SPOKEN, b"ID3 and so on"), "held"),
    ("sound", "speech", asked(SPOKEN, b""), "violated"),
    ("sound", "speech", asked(SPOKEN, ERROR), "violated"),
    (
        "sound",
        "speech",
        asked({**SPOKEN, "response_format": "wav"}, b"ID3"),
        "violated",
    ),
    ("sound", "speech", asked(SPOKEN, ERROR, 400), "blocked"),
    ("pictures", "images", asked(DRAWN, {"data": [{"b64_json": PNG}]}), "held"),
    ("pictures", "images", asked(DRAWN, {"data": []}), "violated"),
    ("pictures", "images", asked(DRAWN, {"data": [{"url": "http://a"}]}), "violated"),
    ("pictures", "images", asked(DRAWN, {"data": [{"b64_json": "AAAA"}]}), "violated"),
    ("pictures", "images", asked(DRAWN, {"data": [{"b64_json": "é"}]}), "violated"),
]
DECLINED = [
    ("answered", "chat", asked(chat(n=0), b"", 0), "violated"),
    ("no-5xx", "chat", asked(chat(n=0), ERROR, 500), "violated"),
    ("refused", "chat", asked(chat(n=0), ERROR, 400), "held"),
    ("refused", "chat", asked(chat(n=0), answer("a")), "violated"),
    ("refused", "chat", asked(chat(n=0), ERROR, 500), "blocked"),
    ("refused", "chat", asked(chat(n=0), ERROR), "blocked"),
    ("refused", "midjourney", asked({}, {"code": 4}), "held"),
    ("refused", "midjourney", asked({}, {"code": 1}), "violated"),
    ("refused", "midjourney", asked({}, b"no", 400), "held"),
    ("json", "chat", asked(chat(n=0), ERROR, 400), "held"),
    ("json", "chat", asked(chat(n=0), b"<html>", 400), "violated"),
    ("json", "chat", asked(chat(n=0), b"{}", 400, headers=TEXT), "violated"),
    ("json", "chat", asked(chat(n=0), ERROR, 500), "blocked"),
    ("json", "chat", asked(chat(n=0), answer("a")), "blocked"),
    ("envelope", "chat", asked(chat(n=0), ERROR, 400), "held"),
    ("envelope", "chat", asked(chat(n=0), {"message": "no"}, 400), "violated"),
    ("envelope", "chat", asked(chat(n=0), b"<html>", 400), "blocked"),
    ("envelope", "midjourney", asked({}, b"no", 400), "blocked"),
]


@pytest.mark.parametrize(("check", "family", "exchange", "said"), TAKEN)
def test_what_is_said_of_allowed_requests(
    check: str, family: str, exchange: Exchange, said: str
) -> None:
    assert judged("accepted", check, family, exchange) == said


@pytest.mark.parametrize(("check", "family", "exchange", "said"), DECLINED)
def test_what_is_said_of_broken_requests(
    check: str, family: str, exchange: Exchange, said: str
) -> None:
    assert judged("refused", check, family, exchange) == said


@pytest.mark.parametrize("kind", CHECKS)
def test_every_check_is_shown_to_fail_and_to_hold(kind: str) -> None:
    rows = TAKEN if kind == "accepted" else DECLINED
    for said in ("violated",) if kind == "refused" else ("violated", "held"):
        assert {row[0] for row in rows if row[3] == said} == set(CHECKS[kind])


def test_a_cap_is_for_each_choice() -> None:
    body = answer("a", "b", completion_tokens=9, total_tokens=12)
    assert judged("accepted", "usage", "chat", asked(chat(n=2), body)) == "violated"
    body = answer("a", "b", completion_tokens=8, total_tokens=11)
    assert judged("accepted", "usage", "chat", asked(chat(n=2), body)) == "held"


def test_each_prompt_has_its_choices() -> None:
    sent = {"model": "m", "prompt": ["a", "b"], "n": 2, "max_tokens": 4}
    four, three = answer(*"abcd"), answer(*"abc")
    assert judged("accepted", "choices", "completions", asked(sent, four)) == "held"
    assert (
        judged("accepted", "choices", "completions", asked(sent, three)) == "violated"
    )


def test_a_wider_range_is_legitimate_where_it_is_inherited() -> None:
    exchange = asked(chat(n=0), answer("a"))
    assert judged("refused", "refused", "chat", exchange, lenient=True) == "blocked"
    begun = asked({"prompt": "a"}, {"code": 1})
    assert judged("refused", "refused", "midjourney", begun, lenient=True) == "blocked"


def test_a_documented_503_is_no_server_error() -> None:
    purpose = Purpose(statement="model", status="unknown-model")
    exchange = asked(chat(), ERROR, 503)
    assert not fails("no-5xx", purpose, exchange, AITRE)
    assert fails("no-5xx", purpose, exchange, OPENAI)
