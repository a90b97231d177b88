"""Speaks HTTP: one request, its raw bytes and when they came."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from conformance.core.exchange import NO_END, NO_MORE
from conformance.core.message import Headers, Response
from conformance.formats.decoders import (
    DEFLATED,
    PLAIN,
    Arrivals,
    Truncated,
    bounded,
    inflated,
)
from conformance.inputs.limits import Limits
from conformance.sending.failures import HungUp, NoAnswer, told_of_proxies, translated

# Shorter than the five seconds after which common servers hang up: a request that
# meets a closing connection would look like one that got no answer.
_KEEP_ALIVE = 2.0
# The bytes of an answer that are read where nobody says how many it may have.
ROOM = 32 * 2**20
# What allows more time, for those who read that it was not enough.
_GAP, _TOTAL = (
    f"`{name}` in the target's file" for name in ("gap_timeout", "total_timeout")
)


class StaleConnection(Exception):
    """A connection kept from an earlier request was closed before this answer.

    HTTP allows that at any time (RFC 9112, section 9.5); clients send again.
    """


@cache
def tls() -> ssl.SSLContext:
    """The context that all clients share: making one takes 26 ms."""
    return ssl.create_default_context()


@dataclass(slots=True)
class HttpClient:
    """Sends one request at a time, over a connection that it keeps open between them.

    It belongs to the thread that has it. Only its own timer comes from another one: it
    shuts the socket down, which the thread that reads from it sees as an error.
    """

    limits: Limits
    _http: httpx.Client = field(init=False)
    # Whether the request under way made a connection of its own.
    _fresh: bool = False
    _socket: socket.socket | None = None

    def __post_init__(self) -> None:
        self._http = _http(self.limits)

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        close_after: int = 0,
        room: int = ROOM,
    ) -> Response:
        """The response with its body in pieces; `cut` if it did not end well.

        After `close_after` bytes of the body, if that is not 0, it hangs up. Of a body
        with more than `room` bytes only these are read.

        Raises NotRecorded if no connection could be had, StaleConnection if a
        kept one was closed before it answered.
        """
        begun = time.monotonic()
        self._fresh = False
        with self._limited() as late:
            try:
                reply = self._head(method, url, headers, body)
            except NoAnswer as error:
                hung_up = isinstance(error, HungUp) and not late.is_set()
                if hung_up and not self._fresh:
                    raise StaleConnection(str(error)) from None
                cut = self._too_late() if late.is_set() else str(error)
                return Response(0, (), total=time.monotonic() - begun, cut=cut)
            try:
                return self._read(reply, begun, late, close_after or room + 1, room)
            finally:
                reply.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    @contextmanager
    def _limited(self) -> Iterator[threading.Event]:
        """Hang up when a request takes too long in all, and tell so by the event.

        A limit for each read alone would let a target dribble its head for days.
        """
        late = threading.Event()
        timer = threading.Timer(self.limits.total_timeout, self._hang_up, (late,))
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def _hang_up(self, late: threading.Event) -> None:
        late.set()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the socket of each new connection."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._fresh = True
            self._socket = info["return_value"].get_extra_info("socket")

    def _head(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> httpx.Response:
        """The response once its head is there."""
        with translated(url, self.limits.timeout), told_of_proxies(url):
            request = self._http.build_request(
                method,
                url,
                headers=headers,
                content=body,
                extensions={"trace": self._watch},
            )
            return self._http.send(request, stream=True)

    def _too_late(self) -> str:
        return f"{NO_END} not ended after {self.limits.total_timeout:g} s ({_TOTAL})"

    def _read(
        self,
        reply: httpx.Response,
        begun: float,
        late: threading.Event,
        close_after: int,
        room: int,
    ) -> Response:
        first = time.monotonic() - begun
        # httpcore takes the limit for each read of the body from this table.
        reply.request.extensions["timeout"]["read"] = self.limits.gap_timeout
        arrivals = Arrivals()
        cut = ""
        left = close_after
        try:
            for data in bounded(_decoded(reply), room):
                arrivals.add(time.monotonic() - begun, data)
                left -= len(data)
                if left <= 0:
                    break
        except Truncated as error:
            cut = str(error)
        except httpx.ReadTimeout:
            cut = f"{NO_MORE} {self.limits.gap_timeout:g} s ({_GAP})"
        except httpx.HTTPError as error:
            cut = f"the connection broke: {error}"
        if late.is_set():
            cut = self._too_late()
        total = time.monotonic() - begun
        pieces = arrivals.pieces
        at = pieces[0].at if pieces else first
        headers = _headers(reply)
        return Response(
            reply.status_code,
            headers,
            pieces,
            round(at, 6),
            round(total, 6),
            reply.http_version,
            cut,
        )


def _http(limits: Limits) -> httpx.Client:
    return httpx.Client(
        verify=tls(),
        timeout=httpx.Timeout(limits.timeout, connect=limits.connect_timeout),
        limits=httpx.Limits(max_connections=1, keepalive_expiry=_KEEP_ALIVE),
        headers={"User-Agent": "relaycert", "Accept-Encoding": "identity"},
        # No case may depend on what another one was told to remember.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        event_hooks={"response": [_unfollowed]},
    )


def _unfollowed(reply: httpx.Response) -> None:
    """Keep the headers, and hide a redirect: httpx fails over one it cannot follow."""
    reply.extensions["sent_headers"] = reply.headers.raw
    reply.headers.pop("location", None)


def _headers(reply: httpx.Response) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in reply.extensions["sent_headers"]
    )


def _decoded(reply: httpx.Response) -> Iterator[bytes]:
    """Raw pieces, decompressed one by one so that arrival times stay true."""
    coding = reply.headers.get("content-encoding", "").strip().lower()
    if coding in PLAIN:
        yield from reply.iter_raw()
    elif coding in DEFLATED:
        yield from inflated(reply.iter_raw(), coding)
    else:
        yield from reply.iter_raw()
        raise Truncated(f"Content-Encoding: {coding} was not offered")
