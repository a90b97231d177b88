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
# So many endpoints that are given up stand for all, if none ever answered in time.
_HOPELESS = 2
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

    @property
    def refusal(self) -> str:
        """How often it was late, and how at last."""
        return f"was late or busy {self.late} times in a row (at last: {self.words})"

    def note(self, exchange: Exchange, alone: bool) -> None:
        """Count an answer that was late; any other is a new beginning."""
        with self.lock:
            if _is_late(exchange):
                self.late += 1
                self.late_alone += alone
                self.words = exchange.own_limit or f"status {exchange.status}"
            else:
                self.late = self.late_alone = 0


def _is_late(exchange: Exchange) -> bool:
    # What was too much at once costs little to ask again; in small pieces it does.
    slow = bool(exchange.own_limit) and exchange.response.total >= _SLOW
    busy = exchange.status in _BUSY and bool(exchange.attempts)
    return bool(exchange.out_of_time) or slow or busy


@dataclass(slots=True)
class Turn:
    """The turn of one request; `refusal` says why it is not to be sent."""

    _patience: "Patience"
    _endpoint: _Endpoint
    _alone: bool
    refusal: str = ""

    def note(self, exchange: Exchange) -> None:
        """Say what came of it."""
        self._endpoint.note(exchange, self._alone)
        self._patience.note(exchange)


@dataclass(slots=True)
class Patience:
    """How often each endpoint was late; any thread may ask."""

    _endpoints: dict[str, _Endpoint] = field(default_factory=dict)
    # Whether any answer came in time.
    _answered: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def turn(self, out: PreparedRequest) -> Iterator[Turn]:
        """The turn of a request, which may have to wait for that of another one."""
        name = _endpoint_of(out)
        with self._lock:
            endpoint = self._endpoints.setdefault(name, _Endpoint())
            hopeless = self._hopeless()
        if hopeless or not endpoint.is_doubtful:
            yield Turn(self, endpoint, _alone=False, refusal=hopeless)
            return
        with endpoint.alone:
            refusal = f"{name} {endpoint.refusal}" if endpoint.is_given_up else ""
            yield Turn(self, endpoint, _alone=endpoint.is_doubtful, refusal=refusal)

    def note(self, exchange: Exchange) -> None:
        """Remember whether the target answers in time at all."""
        if not _is_late(exchange):
            self._answered = True

    def _hopeless(self) -> str:
        """Why nothing more is asked of the target; empty while there is hope."""
        given_up = {n: e for n, e in self._endpoints.items() if e.is_given_up}
        if self._answered or len(given_up) < _HOPELESS:
            return ""
        name, endpoint = next(iter(given_up.items()))
        return f"no answer of the target came in time: {name} {endpoint.refusal}"


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
