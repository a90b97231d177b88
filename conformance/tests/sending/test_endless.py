"""A negative cap, which lenient servers take for none, does not cost a whole window."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from conformance.generation.families import FAMILIES
from conformance.generation.refused import refused
from conformance.generation.request import Generated, is_endless
from conformance.generation.shrink import smaller
from conformance.requirements.refusals import is_not_served
from conformance.tests.packaged import SUITE
from conformance.tests.requirements.small_servers import (
    chat_answer,
    recorded,
    refusing,
    sent_fields,
    verdict,
)
from conformance.tests.server import Heard, Part

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
OPENAI = SUITE.profiles["openai"]
WINDOW = 20_000  # pieces that a server gives to whoever listens
ROUTES = ("chat", "completions")


class Endless:
    """A server that goes on for as long as somebody listens."""

    def __init__(self) -> None:
        self.pieces = 0

    def __call__(self, heard: Heard) -> Iterator[Part]:
        """The beginning of a stream that has no end of its own."""
        assert sent_fields(heard)["stream"] is True
        yield HEAD
        delta = {"index": 0, "delta": {"content": "on and "}, "finish_reason": None}
        event = f"data: {json.dumps(chat_answer() | {'choices': [delta]})}\n\n"
        for self.pieces in range(WINDOW):
            yield event.encode()
            yield 0.002


@pytest.mark.parametrize("route", ROUTES)
def test_a_server_that_takes_it_is_left_soon(route: str) -> None:
    server = Endless()
    exchange = recorded(server, f"errors/{route}/max-tokens-negative").last
    assert verdict(partial(is_not_served, exchange)) == "violated"
    assert server.pieces < WINDOW / 100
    assert not exchange.response.cut


@pytest.mark.parametrize("route", ROUTES)
def test_one_that_refuses_it_is_read_to_the_end(route: str) -> None:
    exchange = recorded(refusing(400), f"errors/{route}/max-tokens-negative").last
    assert verdict(partial(is_not_served, exchange)) == "held"
    assert exchange.json == {"error": {"message": "no"}}


def drawn(route: str, *offered: str) -> list[Generated]:
    """Broken requests of a route that are about a cap."""
    family = FAMILIES[route]
    least = family.minimal(OPENAI, "m")
    every = refused(family, OPENAI, least, frozenset(offered), 7, 400)
    return [one for one in every if one.purpose.field == "max_tokens"]


def cap_of(request: Generated) -> Any:
    """The cap that a request states."""
    return request.json["max_tokens"] if isinstance(request.json, dict) else None


@pytest.mark.parametrize("route", ROUTES)
def test_a_drawn_one_is_left_as_well(route: str) -> None:
    negative = [one for one in drawn(route, f"{route}.stream") if cap_of(one) == -1]
    assert negative
    for request in negative:
        assert request.step.close_after
        least = FAMILIES[route].minimal(OPENAI, "m")
        assert all(is_endless(way.json) for way in smaller(request, least))


@pytest.mark.parametrize("route", ROUTES)
def test_where_nothing_streams_none_is_sent(route: str) -> None:
    assert drawn(route)
    assert -1 not in [cap_of(one) for one in drawn(route)]
