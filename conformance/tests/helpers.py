"""Small makers that the tests share: exchanges, cases, targets, a scripted server."""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from conformance.core.exchange import Exchange, Recording
from conformance.core.message import Headers, Piece, Request, Response
from conformance.formats import sse
from conformance.inputs.capability import Capability
from conformance.inputs.case import Case, Expects, Lane
from conformance.inputs.keys import Keys
from conformance.inputs.limits import Limits
from conformance.inputs.profile import Profile
from conformance.inputs.step import Auth, Step
from conformance.inputs.stimulus import GeneratedRequests, WrittenSteps
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.instruments import Instruments
from conformance.sending.sender import Sender
from conformance.sending.session import TargetSession

KEY = "sk-canary/+=&\"'<>\\0123456789"
KEY_ENV = "RELAYCERT_TEST_KEY"
CLOSE = None  # in a script: hang up
Part = bytes | float | None
JSON_HEADERS: Headers = (("Content-Type", "application/json"),)


def an_exchange(
    status: int = 200,
    body: bytes = b"{}",
    headers: Headers = JSON_HEADERS,
    step: str = "create",
) -> Exchange:
    """An exchange with this answer, its events parsed."""
    pieces = (Piece(0.1, body),)
    events, leftover = sse.parse(pieces)
    request = Request("POST", "http://relay.test/v1/chat/completions", (), b"{}")
    response = Response(status, headers, pieces)
    return Exchange(step, request, response, events, leftover)


def a_stream(*data: str) -> Exchange:
    """An accepted stream with these data."""
    body = "".join(f"data: {line}\n\n" for line in data)
    return an_exchange(200, body.encode(), (("Content-Type", "text/event-stream"),))


def a_step(path: str = "/chat/completions", **changes: Any) -> Step:
    """A step that posts a small JSON body."""
    usual: dict[str, Any] = {
        "name": "create",
        "method": "POST",
        "path": path,
        "json": {"model": "m"},
        "body": None,
        "headers": {},
        "auth": Auth.KEY,
    }
    return Step(**(usual | changes))


def a_case(name: str = "chat/minimal", **changes: Any) -> Case:
    """A case of one step whose path is its name."""
    steps = changes.pop("steps", (a_step(f"/{name}"),))
    burst, repeat = changes.pop("burst", False), changes.pop("repeat", False)
    usual: dict[str, Any] = {
        "name": name,
        "summary": "A test.",
        "needs": (),
        "expects": Expects.SUCCESS,
        "stimulus": WrittenSteps(steps, burst, repeat),
        "profiles": (),
        "source": "own/test#case",
        "about": "",
        "status": "validation",
        "lane": Lane.SHARED,
        "digest": "0123456789abcdef",
    }
    return Case(**(usual | changes))


def requests_of(case: Case) -> GeneratedRequests:
    """What a generated case draws."""
    assert isinstance(case.stimulus, GeneratedRequests)
    return case.stimulus


@contextmanager
def sending_to(target: Target) -> Iterator[Sender]:
    """A sender whose connections are closed in the end."""
    session = TargetSession.to(target, threading.Event())
    sender = Sender(session, Instruments(target.equipment))
    try:
        yield sender
    finally:
        session.close()
        sender.instruments.close()


def recorded_by(sender: Sender, case: Case, models: Mapping[str, str]) -> Recording:
    """What a sender records of written steps."""
    assert isinstance(case.stimulus, WrittenSteps)
    return sender.record(case, case.stimulus, models)


def a_profile(**changes: Any) -> Profile:
    """A contract that requires chat and knows images."""
    usual: dict[str, Any] = {
        "name": "openai",
        "title": "A contract",
        "dated": "2026-01-01",
        "base_path": "/v1",
        "required": ("chat",),
        "optional": ("images",),
        "models": {"images": "dall-e-3"},
        "statuses": {"validation": (400,)},
        "envelopes": {"default": "wire/error"},
        "settings": {},
        "statements": (),
    }
    return Profile(**(usual | changes))


def a_target(base_url: str = "http://127.0.0.1:9/v1", **changes: Any) -> Target:
    """A target with a key and one model."""
    usual: dict[str, Any] = {
        "name": "relay",
        "base_url": base_url,
        "profile": a_profile(),
        "key_env": KEY_ENV,
        "keys": Keys({KEY_ENV: KEY}),
        "models": {"chat": "m"},
        "limits": quick(),
    }
    return Target(**(usual | changes))


def quick(**changes: Any) -> Limits:
    """Limits of a few seconds at most."""
    usual: dict[str, Any] = {
        "connect_timeout": 2.0,
        "timeout": 2.0,
        "gap_timeout": 2.0,
        "total_timeout": 5.0,
    }
    return Limits(**(usual | changes))


def a_suite(*cases: Case, **parts: Any) -> Suite:
    """A suite of these cases; chat, its tools, and images are capabilities."""
    usual: dict[str, Any] = {
        "capabilities": {
            name: Capability(name, "A test.", f"{name}/minimal", words)
            for name, words in (
                ("chat", ()),
                ("images", ()),
                ("chat.tools", ("tools",)),
            )
        },
        "profiles": {"openai": a_profile()},
    }
    return Suite(**(usual | parts)).with_cases(cases)


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
                while (heard := _hear(self)) is not None:
                    made[0].heard.append(heard)
                    if not _play(self, script(heard)):
                        return

    with _Listener(("127.0.0.1", 0), Handler) as listener:
        made.append(Server(f"http://127.0.0.1:{listener.server_address[1]}/v1"))
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield made[0]
        finally:
            listener.shutdown()
            thread.join()


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


def _hear(handler: socketserver.StreamRequestHandler) -> Heard | None:
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
