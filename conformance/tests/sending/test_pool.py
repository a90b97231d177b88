"""Clients are lent: no more than may send at once, in the order of need."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from conformance.core.exceptions import NotRecorded
from conformance.inputs.limits import Limits
from conformance.sending.pool import ClientPool
from conformance.tests.helpers import quick
from conformance.tests.server import Heard, Part, reply, serving


@contextmanager
def pool(limits: Limits) -> Iterator[ClientPool]:
    """A pool whose clients are closed in the end."""
    clients = ClientPool(limits)
    try:
        yield clients
    finally:
        clients.close()


def send(clients: ClientPool, url: str, turn: int = 0) -> int:
    """The status of one request."""
    with clients.borrowed(turn) as client:
        return client.send("GET", url, {}, b"").status


def test_as_many_requests_are_under_way_as_the_limit_allows() -> None:
    together = threading.Barrier(8, timeout=30)

    def script(heard: Heard) -> list[Part]:
        together.wait()
        return reply()

    with (
        serving(script) as server,
        pool(quick(concurrency=8, timeout=30.0, total_timeout=30.0)) as clients,
        ThreadPoolExecutor(16) as threads,
    ):
        statuses = threads.map(lambda _: send(clients, server.url), range(16))
        assert list(statuses) == [200] * 16
    assert not together.broken


def test_no_more_requests_are_under_way_than_the_limit_allows() -> None:
    under_way: list[str] = []
    most: list[int] = []

    def script(heard: Heard) -> Iterator[Part]:
        under_way.append(heard.path)
        most.append(len(under_way))
        yield 0.01
        under_way.remove(heard.path)
        yield from reply()

    with (
        serving(script) as server,
        pool(quick(concurrency=3)) as clients,
        ThreadPoolExecutor(16) as threads,
    ):
        list(threads.map(lambda _: send(clients, server.url), range(30)))
    assert max(most) <= 3


def test_the_lowest_turn_that_waits_goes_first() -> None:
    served: list[int] = []
    with pool(quick(concurrency=1)) as clients, ThreadPoolExecutor(8) as threads:

        def borrow(turn: int) -> None:
            with clients.borrowed(turn):
                served.append(turn)

        with clients.borrowed(0):
            turns = [5, 3, 8, 1, 5]
            waiting = [threads.submit(borrow, turn) for turn in turns]
            while len(clients._waiting) < len(turns):
                threading.Event().wait(0.001)
        for future in waiting:
            future.result()
    assert served == sorted(turns)


def test_a_connection_is_used_again() -> None:
    with serving(lambda _: reply()) as server, pool(quick(concurrency=4)) as clients:
        for _ in range(5):
            assert send(clients, server.url) == 200
        assert clients._opened == 1


def test_a_client_comes_back_from_a_request_that_failed() -> None:
    with pool(quick(concurrency=1)) as clients:
        for _ in range(2):
            with pytest.raises(NotRecorded, match="InvalidURL"):
                send(clients, "http://127.0.0.1:9/v1/\x00")


def test_a_client_that_is_lent_is_closed_when_it_comes_back() -> None:
    with serving(lambda _: reply()) as server:
        clients = ClientPool(quick(concurrency=1))
        with clients.borrowed(0) as client:
            clients.close()
            assert client.send("GET", server.url, {}, b"").status == 200
        with clients.borrowed(0) as other:  # late ones need not wait for ever
            assert other is not client
        with pytest.raises(RuntimeError, match="closed"):
            client.send("GET", server.url, {}, b"")
