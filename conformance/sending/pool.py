"""Lends HTTP clients: as many requests at once as the target's owner allows."""

import heapq
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from conformance.inputs.limits import Limits
from conformance.sending.client import HttpClient


@dataclass(slots=True)
class ClientPool:
    """The HTTP clients of a target, `limits.concurrency` of them at most.

    Any thread may borrow. `_lock` guards all other fields; nobody waits or sends while
    holding it. A client that comes back goes straight to whoever waits with the lowest
    turn: what is needed first ends first, instead of all cases ending at the end.
    """

    limits: Limits
    # Those that are lent, and those that are not.
    _opened: int = 0
    _idle: list[HttpClient] = field(default_factory=list)
    # A heap. Arrivals keep those of the same turn in order.
    _waiting: list[tuple[int, int, Future[HttpClient]]] = field(default_factory=list)
    _arrivals: Iterator[int] = field(default_factory=count)
    _closed: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def borrowed(self, turn: int) -> Iterator[HttpClient]:
        """A client for one thread; waits until it is its turn."""
        client = self._requested(turn).result()
        try:
            yield client
        finally:
            self._give_back(client)

    def close(self) -> None:
        """Close the connections: those that are lent as soon as they come back.

        To close a client under another thread that connects would leave its socket
        open. An interrupted run has such threads; others have none in the end.
        """
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            self._opened -= len(idle)
        for client in idle:
            client.close()

    def _requested(self, turn: int) -> Future[HttpClient]:
        future: Future[HttpClient] = Future()
        with self._lock:
            if self._idle:
                # The one that was used last: its connection is most likely alive.
                future.set_result(self._idle.pop())
            elif self._opened < self.limits.concurrency:
                future.set_result(HttpClient(self.limits))
                self._opened += 1
            else:
                heapq.heappush(self._waiting, (turn, next(self._arrivals), future))
        return future

    def _give_back(self, client: HttpClient) -> None:
        with self._lock:
            if self._waiting:
                heapq.heappop(self._waiting)[-1].set_result(client)
                return
            if not self._closed:
                self._idle.append(client)
                return
            self._opened -= 1
        client.close()
