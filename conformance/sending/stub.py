"""A server of the suite's own: the upstream of a relay, or a place it must not call.

A mark in the text that is relayed to it, `relaycert:<what>:<nonce>`, says what it
does, so that cases cannot mix.
"""

import json
import re
import select
import socket
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

from conformance.sending.call_log import CallLog, ReceivedCall
from conformance.sending.stub_answers import (
    REFUSALS,
    chunks,
    completion,
    error,
    odd_headers,
)

SEEN, KEYS = "/relaycert/seen/", "/relaycert/keys/"
PICTURE, REDIRECT = "/relaycert/picture/", "/relaycert/redirect/"
HOOK, CALLED = "/relaycert/hook/", "/relaycert/called/"
_ROUTE = re.compile(r"(/relaycert/[a-z]+/)([0-9a-f]+)(?:\.png)?")
_MARK = re.compile(rb"relaycert:([a-z0-9-]+):([0-9a-f]+)")
_LARGEST = 16 * 2**20
_DIES_AFTER = 4
_PAUSE = 0.05
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc0f01f0005050201a2d0a5c50000000049454e44ae426082"
)


class Stub(socketserver.ThreadingTCPServer):
    """Listens on one address until it is stopped."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: str, delay: float) -> None:
        host, _, port = address.rpartition(":")
        super().__init__((host, int(port)), _Handler)
        self.log = CallLog()
        self.delay = delay
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self.socket.getsockname()[:2]
        return f"{host}:{port}"

    def stop(self) -> None:
        """Listen no more."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: that callers go away is what is looked for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30.0
    server: Stub

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing to the terminal of a run."""

    def do_GET(self) -> None:
        route = _ROUTE.fullmatch(self.path)
        kind, nonce = route.groups() if route else ("", "")
        if kind in (PICTURE, REDIRECT):
            with self.server.log.visit(nonce, kind.split("/")[2], ""):
                self._show(kind, nonce)
        elif kind == SEEN:
            self._json(200, self.server.log.seen(nonce))
        elif kind == CALLED:
            self._json(200, self.server.log.called(nonce))
        elif kind == KEYS:
            self._json(200, self.server.log.keys(nonce))
        else:
            self._json(404, error("Nothing is here.", "invalid_request_error"))

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "")
        if not size.isdigit() or int(size) > _LARGEST:
            self.close_connection = True
            return
        body = self.rfile.read(int(size))
        route = _ROUTE.fullmatch(self.path)
        if route and route[1] == HOOK:
            self._keep(route[2], body)
            return
        mark = _MARK.search(body)
        what, nonce = (part.decode() for part in mark.groups()) if mark else ("", "0")
        key = self.headers.get("Authorization", "").rpartition(" ")[2]
        first = not self.server.log.before(nonce)
        with self.server.log.visit(nonce, what, key) as visit:
            if b'"stream":true' in body.replace(b" ", b""):
                # Whoever asks again after it died gets the whole.
                self._stream(what if first else "answers", nonce, visit)
            else:
                self._answer(what, nonce)

    def _keep(self, nonce: str, body: bytes) -> None:
        with self.server.log.visit(nonce, "hook", "") as visit:
            try:
                visit.body = json.loads(body)
            except (ValueError, RecursionError):
                visit.body = body.decode("utf-8", "replace")
            self._json(200, {})

    def _answer(self, what: str, nonce: str) -> None:
        if what == "slow":
            time.sleep(self.server.delay)
        if what in REFUSALS:
            self._json(*REFUSALS[what])
        else:
            headers = odd_headers(nonce) if what == "headers" else {}
            self._json(200, completion(nonce), headers)

    def _show(self, kind: str, nonce: str) -> None:
        if kind == PICTURE:
            self._send(200, _PNG, {"Content-Type": "image/png"})
        else:
            there = f"http://{self.server.address}{PICTURE}{nonce}.png"
            self._send(302, b"", {"Location": there})

    def _json(
        self, status: int, value: Any, headers: dict[str, str] | None = None
    ) -> None:
        usual = {"Content-Type": "application/json"}
        self._send(status, json.dumps(value).encode(), usual | (headers or {}))

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, what: str, nonce: str, visit: ReceivedCall) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for event in chunks(what, nonce):
            if what == "dies" and visit.pieces == _DIES_AFTER:
                visit.ended = "died"
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._pause(_PAUSE if what == "long" else 0)
            self._chunk(event)
            visit.pieces += 1
        self._chunk("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, data: str) -> None:
        event = f"data: {data}\n\n".encode()
        self.wfile.write(b"%x\r\n%b\r\n" % (len(event), event))

    def _pause(self, seconds: float) -> None:
        """Wait a little; ConnectionError if the caller hangs up meanwhile."""
        ready, _, _ = select.select([self.connection], [], [], seconds)
        if ready and not self.connection.recv(1, socket.MSG_PEEK):
            raise ConnectionResetError
