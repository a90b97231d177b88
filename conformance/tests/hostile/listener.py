"""A server on loopback that misbehaves on one route, and is faithful on the others."""

import http.client
import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from conformance.tests.server import Heard, Part, ThreadingServer, hear

# No connection goes on for longer than that, whoever listens.
LONGEST = 60.0
_OF_THE_WAY = ("connection", "transfer-encoding", "content-length", "date", "server")

Script = Callable[[Heard], Iterable[Part]]
# Gets the connection before anything is read of it.
Raw = Callable[[socketserver.StreamRequestHandler], None]


@dataclass(slots=True)
class Listener:
    """What a server was asked, and where it is."""

    url: str
    heard: list[Heard] = field(default_factory=list)
    # Of them those that it misbehaved to.
    hostile: list[Heard] = field(default_factory=list)


@contextmanager
def listening(
    script: Script, route: str, faithful: str, raw: Raw | None = None
) -> Iterator[Listener]:
    """A server that answers by the script where a path ends with `route`.

    What else it is asked goes to the relay at `faithful`. An empty route is every
    one; `raw` gets each connection, whatever the route.
    """
    it: list[Listener] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, ValueError):
                if raw is not None:
                    raw(self)
                    return
                while (heard := hear(self)) is not None:
                    it[0].heard.append(heard)
                    path = heard.path.partition("?")[0]
                    if not path.endswith(route):
                        self.wfile.write(forwarded(heard, faithful))
                        continue
                    it[0].hostile.append(heard)
                    if not play(self, script(heard)):
                        return

    with _Server(("127.0.0.1", 0), Handler) as server:
        it.append(Listener(f"http://127.0.0.1:{server.server_address[1]}/v1"))
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield it[0]
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what these servers are for."""


def play(handler: socketserver.StreamRequestHandler, parts: Iterable[Part]) -> bool:
    """Send bytes, and wait for numbers of seconds; False if it is to hang up."""
    end = time.monotonic() + LONGEST
    for part in parts:
        if part is None or time.monotonic() > end:
            return False
        if isinstance(part, bytes):
            handler.wfile.write(part)
        else:
            time.sleep(part)
    return True


def forwarded(heard: Heard, faithful: str) -> bytes:
    """The answer of a faithful relay to the same request."""
    line = http.client.HTTPConnection(urlsplit(faithful).netloc, timeout=LONGEST)
    base = urlsplit(faithful).path
    headers = {k: v for k, v in heard.headers.items() if k not in ("host",)}
    try:
        path = base + heard.path.removeprefix("/v1")
        line.request(heard.method, path, heard.body or None, headers)
        answer = line.getresponse()
        body = answer.read()
    finally:
        line.close()
    kept = [(k, v) for k, v in answer.getheaders() if k.lower() not in _OF_THE_WAY]
    lines = [f"{name}: {value}" for name, value in kept]
    length = [] if answer.status == 204 else [f"Content-Length: {len(body)}"]
    head = [f"HTTP/1.1 {answer.status} {answer.reason}", *lines, *length]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def streams(heard: Heard) -> bool:
    """Whether a request asks for a stream."""
    with suppress(ValueError):
        body = json.loads(heard.body)
        return isinstance(body, dict) and body.get("stream") is True
    return False
