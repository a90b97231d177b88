"""The relay as a server: in a thread beside a run, or alone for the command."""

import socket
import threading
import time
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from conformance.relay.app import RelaySettings, application

HOST = "127.0.0.1"
_START_LIMIT = 10.0


class Relay:
    """A reference relay on a free loopback port, for as long as it is entered."""

    def __init__(self, settings: RelaySettings | None = None) -> None:
        self.settings = settings or RelaySettings()
        self._socket = _listener(0)
        self._server = _server(application(self.settings))
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), daemon=True
        )

    @property
    def url(self) -> str:
        """The root of the server, without any base path."""
        return f"http://{HOST}:{self._socket.getsockname()[1]}"

    def base_url(self, *parts: str) -> str:
        """The base URL for a dialect, faults and variations, as a client takes it."""
        spoken = self.settings.dialects
        dialects = [part for part in parts if part in spoken]
        dialect = spoken[dialects[-1] if dialects else self.settings.profile]
        prefix = f"/~{'+'.join(parts)}" if parts else ""
        return f"{self.url}{prefix}{dialect.base}"

    def __enter__(self) -> "Relay":
        self._thread.start()
        # Another thread sets `started` and reads `should_exit`: plain flags, each with
        # one writer, so that no lock is needed.
        limit = time.monotonic() + _START_LIMIT
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > limit:
                raise RuntimeError("The reference relay did not start.")
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


def serve(
    settings: RelaySettings, port: int, listening: Callable[[str], object]
) -> None:
    """Runs a relay in this thread until it is interrupted.

    `listening` gets the base URL as soon as connections are taken; port 0 means any
    free one.
    """
    with _listener(port) as listener:
        root = f"http://{HOST}:{listener.getsockname()[1]}"
        listening(root + settings.dialects[settings.profile].base)
        _server(application(settings)).run([listener])


def _listener(port: int) -> socket.socket:
    # The protocol is named so that asyncio turns Nagle's delay off.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def _server(app: ASGIApp) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
