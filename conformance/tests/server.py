"""A loopback server that answers as a test's script says, byte for byte."""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from conformance.core.message import Headers
from conformance.tests.helpers import JSON_HEADERS

CLOSE = None  # in a script: hang up
Part = bytes | float | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as the scripted server got it; names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float


Script = Callable[[Heard], Iterable[Part]]


@dataclass(slots=True)
class Server:
    """A loopback server that answers as its script says, byte for byte."""

    url: str
    heard: list[Heard] = field(default_factory=list)


def reply(
    status: int = 200, body: bytes = b"{}", headers: Headers = JSON_HEADERS
) -> list[Part]:
    """A whole answer, for a script."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return ["\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body]


def reply_json(value: object, status: int = 200) -> list[Part]:
    """A whole answer with JSON, for a script."""
    return reply(status, json.dumps(value).encode())


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    """A server for the time of a test."""
    made: list[Server] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while (heard := hear(self)) is not None:
                    made[0].heard.append(heard)
                    if not _play(self, script(heard)):
                        return

    with ThreadingServer(("127.0.0.1", 0), Handler) as listener:
        made.append(Server(f"http://127.0.0.1:{listener.server_address[1]}/v1"))
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield made[0]
        finally:
            listener.shutdown()
            thread.join()


class ThreadingServer(socketserver.ThreadingTCPServer):
    """Serves each connection in a thread that nobody waits for."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


def hear(handler: socketserver.StreamRequestHandler) -> Heard | None:
    """The next request of a connection, read to its end; None if there is none."""
    if not handler.connection.recv(1, socket.MSG_PEEK).isalpha():  # TLS, or the end
        handler.wfile.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return None
    first = handler.rfile.readline().decode("latin-1").split()
    if len(first) < 2:
        return None
    headers: dict[str, str] = {}
    while line := handler.rfile.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = handler.rfile.read(int(headers.get("content-length", 0)))
    return Heard(first[0], first[1], headers, body, time.monotonic())


def _play(handler: socketserver.StreamRequestHandler, parts: Iterable[Part]) -> bool:
    for part in parts:
        if part is None:
            return False
        if isinstance(part, bytes):
            handler.wfile.write(part)
        else:
            time.sleep(part)
    return True
