"""What was asked for can have so much of an answer, and no more is kept."""

import json
from dataclasses import replace
from typing import Any

import pytest

from conformance.core.exchange import TOO_MUCH, Exchange, Recording
from conformance.core.message import Piece
from conformance.formats import sse
from conformance.inputs.case import Case
from conformance.sending.room import FILE, KEPT, MB, Allowance, room_of
from conformance.sending.shelf import Shelf, weight_of
from conformance.sending.store import Store
from conformance.tests.helpers import a_case, an_exchange
from conformance.tests.sending.test_sender import sent
from conformance.tests.server import Heard, Part, reply

BASE = "http://relay.test/v1"
CHAT = f"{BASE}/chat/completions"


def room(url: str, tokens: int = 0, kind: str = "", **fields: Any) -> int:
    """The room of a request with these fields."""
    return room_of(url, json.dumps(fields).encode(), tokens, kind)


def test_a_short_text_has_little_room() -> None:
    assert room(CHAT, 64) < 2 * MB
    assert room(CHAT, 10**9) < 16 * MB


def test_what_is_asked_for_has_room() -> None:
    assert room(CHAT, 16_000, stream=True) > 16_000 * 500
    assert room(CHAT, 1000, logprobs=True) > 1000 * 3000
    assert room(f"{BASE}/embeddings", input=["x"] * 2048) > 2048 * 1536 * 20
    assert room(f"{BASE}/embeddings", input=[[1, 2]] * 64) > 64 * 3072 * 20
    assert room(f"{BASE}/embeddings", input=[1] * 2048) < 2 * MB
    assert room(f"{BASE}/images/generations") == FILE
    assert room(f"{BASE}/audio/speech") == FILE
    assert room(CHAT, 64, "image-chat") == FILE


def test_a_refusal_may_repeat_what_was_sent() -> None:
    assert room(CHAT, messages="é" * MB) > 3 * MB


def test_the_answers_of_a_case_share_what_is_beyond_their_own() -> None:
    allowance = Allowance()
    assert [allowance.takes(MB, MB) for _ in range(6)] == [True] * 4 + [False] * 2
    assert allowance.takes(KEPT, MB)
    assert allowance.takes(3 * MB, 4 * MB)


def answered(body: bytes, kind: str) -> Exchange:
    """What is kept of an answer."""

    def script(_: Heard) -> list[Part]:
        return reply(200, body, (("Content-Type", kind),))

    return sent(script)[0].last


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        (b" " * (30 * MB), "MB"),
        (b"data: " + b"x" * (30 * MB) + b"\n\n", "MB"),
        (b"data:\n\n" * (sse.MAX_EVENTS + 1), "50,000 events"),
    ],
    ids=["spaces", "event", "events"],
)
def test_of_what_is_too_much_the_beginning_is_kept(body: bytes, limit: str) -> None:
    exchange = answered(body, "text/event-stream")
    assert exchange.response.cut.startswith(TOO_MUCH)
    assert limit in exchange.own_limit
    assert exchange.own_limit.endswith("its beginning is kept")
    assert exchange.body == body[:KEPT]


def test_what_is_not_too_much_is_kept_whole() -> None:
    body = b"data: {}\n\n" * 40_000
    exchange = answered(body, "text/event-stream")
    assert (exchange.body, len(exchange.events)) == (body, 40_000)


def shelved(store: Store, size: int) -> tuple[Shelf, list[Case]]:
    """A shelf on which ten recordings of this size were put."""
    shelf = Shelf(store, "relay")
    cases = [a_case(name=f"a/case-{n}") for n in range(10)]
    for n, case in enumerate(cases):
        recording = Recording(case.name, "relay", (an_exchange(body=b"%d" % n * size),))
        store.save(case, recording)
        shelf.put(recording)
    return shelf, cases


@pytest.mark.parametrize("size", [10, 2 * MB])
def test_a_shelf_gives_every_recording(tmp_path: Any, size: int) -> None:
    shelf, cases = shelved(Store(tmp_path), size)
    for n, case in enumerate(cases):
        assert shelf.get(case).last.body == b"%d" % n * size


def test_a_shelf_holds_no_more_than_it_bears(tmp_path: Any) -> None:
    light, _ = shelved(Store(tmp_path / "light"), 10)
    heavy, _ = shelved(Store(tmp_path / "heavy"), 2 * MB)
    assert len(light._recordings) == 10
    assert 0 < len(heavy._recordings) < 5


def test_an_object_weighs_more_than_a_text_of_its_size() -> None:
    objects = an_exchange(body=b"{}," * 1000)
    assert weight_of(objects) > 5 * weight_of(an_exchange(body=b"abc" * 1000))


def test_a_refusal_of_a_megabyte_is_too_much() -> None:
    def script(_: Heard) -> list[Part]:
        return reply(500, b"no " * 300_000)

    exchange = sent(script)[0].last
    assert (exchange.status, len(exchange.body)) == (500, KEPT)
    assert "MB, for a refusal" in exchange.own_limit


def test_each_piece_weighs_something() -> None:
    whole = an_exchange(body=b"x" * 1000)
    pieces = tuple(Piece(0.1, b"x") for _ in range(1000))
    pieced = replace(whole, response=replace(whole.response, pieces=pieces))
    assert weight_of(pieced) > 10 * weight_of(whole)
