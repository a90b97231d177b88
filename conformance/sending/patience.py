"""What does not answer in time, again and again, is asked no more.

A server that never ends costs minutes with each request. One that is merely slow ends
within the limits, and one that loads a model at first answers the next time.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from conformance.core.exchange import Exchange
from conformance.sending.request import PreparedRequest

# After so many late answers in a row the others go one at a time, and after so many of
# these no more: requests that were under way together may have met the same bad moment.
_IN_A_ROW, _ALONE = 3, 2
_SLOW = 1.0
# Statuses that are waited for where the server says so.
_BUSY = (429, 503)


@dataclass(slots=True)
class _Endpoint:
    """How one endpoint answers; `lock` guards the numbers, a turn holds `alone`."""

    late: int = 0
    late_alone: int = 0
    words: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    alone: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_doubtful(self) -> bool:
        """Whether it is asked by one at a time."""
        return self.late >= _IN_A_ROW

    @property
    def is_given_up(self) -> bool:
        """Whether it is asked no more."""
        return self.late_alone >= _ALONE

    def note(self, exchange: Exchange, alone: bool) -> None:
        """Count an answer that was late; any other is a new beginning."""
        # What was too much at once costs little to ask again; in small pieces it does.
        slow = exchange.own_limit and exchange.response.total >= _SLOW
        busy = exchange.status in _BUSY and exchange.attempts
        with self.lock:
            if exchange.out_of_time or slow or busy:
                self.late += 1
                self.late_alone += alone
                self.words = exchange.own_limit or f"status {exchange.status}"
            else:
                self.late = self.late_alone = 0


@dataclass(slots=True)
class Turn:
    """The turn of one request; `refusal` says why it is not to be sent."""

    _endpoint: _Endpoint
    _alone: bool
    refusal: str = ""

    def note(self, exchange: Exchange) -> None:
        """Say what came of it."""
        self._endpoint.note(exchange, self._alone)


@dataclass(slots=True)
class Patience:
    """How often each endpoint was late; any thread may ask."""

    _endpoints: dict[str, _Endpoint] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def turn(self, out: PreparedRequest) -> Iterator[Turn]:
        """The turn of a request, which may have to wait for that of another one."""
        name = _endpoint_of(out)
        with self._lock:
            endpoint = self._endpoints.setdefault(name, _Endpoint())
        if not endpoint.is_doubtful:
            yield Turn(endpoint, _alone=False)
            return
        with endpoint.alone:
            refusal = ""
            if endpoint.is_given_up:
                refusal = (
                    f"{name} was late or busy {endpoint.late} times in a row "
                    f"(at last: {endpoint.words})"
                )
            yield Turn(endpoint, _alone=endpoint.is_doubtful, refusal=refusal)


def _endpoint_of(out: PreparedRequest) -> str:
    """What is likely to answer alike: the route, the model, and whether it streams."""
    route = f"{out.method} {out.url.partition('?')[0]}"
    try:
        sent = json.loads(out.body)
    except (ValueError, RecursionError):
        return route
    fields = sent if isinstance(sent, dict) else {}
    model, streams = fields.get("model"), fields.get("stream") is True
    of = f" with {model[:80]}" if isinstance(model, str) else ""
    return f"{route}{of}{', streamed,' if streams else ''}"
