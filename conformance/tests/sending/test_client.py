"""Speaking HTTP over real sockets: limits, cut bodies, hostile answers."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.core.message import Response
from conformance.inputs.limits import Limits
from conformance.sending.client import HttpClient
from conformance.tests.helpers import quick
from conformance.tests.server import Heard, Part, reply, serving

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
TOTAL = "`total_timeout` in the target's file"
GAP = "`gap_timeout` in the target's file"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@contextmanager
def client(limits: Limits) -> Iterator[HttpClient]:
    """A client whose connections are closed in the end."""
    made = HttpClient(limits)
    try:
        yield made
    finally:
        made.close()


def answer(*parts: Part, limits: Limits | None = None) -> Response:
    """The response to a script that always plays these parts."""
    with serving(lambda _: parts) as server, client(limits or quick()) as sending:
        return sending.send("POST", server.url, {}, b"{}")


def body(response: Response) -> bytes:
    """The body in one."""
    return b"".join(piece.data for piece in response.pieces)


def refused_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def test_pieces_keep_their_bytes_and_times() -> None:
    got = answer(CHUNKED, b"1\r\na\r\n", 0.1, b"1\r\nb\r\n", b"0\r\n\r\n")
    assert (got.status, got.cut, body(got)) == (200, "", b"ab")
    assert got.pieces[-1].at - got.pieces[0].at >= 0.08
    assert got.first_byte == got.pieces[0].at <= got.total


def test_a_connection_that_is_refused_is_told_with_advice() -> None:
    url = f"http://127.0.0.1:{refused_port()}/v1"
    with client(quick()) as sending, pytest.raises(NotRecorded) as told:
        sending.send("GET", url, {}, b"")
    assert "Is the relay running, and the port right?" in str(told.value)
    assert told.value.reason is LossReason.UNREACHABLE


def test_a_connection_that_is_never_taken_ends_at_its_limit() -> None:
    with socket.socket() as full, socket.socket() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting.connect(full.getsockname())  # takes the only place
        waiting.setblocking(False)
        more = [socket.socket() for _ in range(3)]
        for extra in more:
            extra.setblocking(False)
            extra.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/v1"
        limits = quick(connect_timeout=0.2, timeout=60.0, total_timeout=60.0)
        with client(limits) as sending:
            begun = time.monotonic()
            with pytest.raises(NotRecorded, match="did not take a connection in time"):
                sending.send("GET", url, {}, b"")
        assert time.monotonic() - begun < limits.timeout / 2
        for extra in more:
            extra.close()


def test_a_first_byte_that_does_not_come_ends_at_its_limit() -> None:
    got = answer(1.0, limits=quick(timeout=0.2))
    assert (got.status, got.cut) == (0, "no answer came within 0.2 s (--timeout)")


def test_a_stall_between_pieces_ends_at_its_own_limit() -> None:
    got = answer(CHUNKED, b"1\r\na\r\n", 1.5, limits=quick(gap_timeout=0.2))
    assert (body(got), got.cut) == (b"a", f"nothing came for 0.2 s ({GAP})")


def test_the_limit_between_pieces_leaves_the_first_byte_alone() -> None:
    got = answer(0.4, *reply(), limits=quick(gap_timeout=0.1))
    assert (got.status, got.cut) == (200, "")


def test_a_dribbling_body_ends_at_the_total_limit() -> None:
    dribble = [part for _ in range(40) for part in (b"1\r\na\r\n", 0.05)]
    got = answer(CHUNKED, *dribble, limits=quick(total_timeout=0.4))
    assert got.cut == f"the answer had not ended after 0.4 s ({TOTAL})"
    assert got.total > 0.3
    assert 1 <= len(body(got)) < 40


def test_a_dribbling_body_without_a_length_does_not_look_whole() -> None:
    dribble = [part for _ in range(40) for part in (b"a", 0.05)]
    got = answer(HEAD + b"\r\n", *dribble, limits=quick(total_timeout=0.3))
    assert got.cut == f"the answer had not ended after 0.3 s ({TOTAL})"


@pytest.mark.parametrize("line", [b"HTTP/1.1 100 Continue\r\n\r\n", b"X-A: b\r\n"])
def test_an_endless_head_ends_at_the_total_limit(line: bytes) -> None:
    start = b"" if line.startswith(b"HTTP") else HEAD
    dribble = [part for _ in range(40) for part in (line, 0.05)]
    got = answer(start, *dribble, limits=quick(total_timeout=0.3))
    assert (got.status, got.cut) == (
        0,
        f"the answer had not ended after 0.3 s ({TOTAL})",
    )


def test_the_limit_holds_on_a_connection_that_is_used_again() -> None:
    def script(heard: Heard) -> list[Part]:
        dribble: list[Part] = [b"1\r\na\r\n", 0.05]
        slow = [CHUNKED, *dribble * 30]
        return slow if heard.path.endswith("/slow") else reply()

    limits = quick(total_timeout=0.3)
    with serving(script) as server, client(limits) as sending:
        assert sending.send("GET", server.url, {}, b"").cut == ""
        got = sending.send("GET", f"{server.url}/slow", {}, b"")
    assert got.cut == f"the answer had not ended after 0.3 s ({TOTAL})"


def test_tls_against_a_plain_port_is_told_with_advice() -> None:
    with serving(lambda _: reply()) as server, client(quick()) as sending:
        url = server.url.replace("http:", "https:")
        with pytest.raises(NotRecorded, match="http against https"):
            sending.send("GET", url, {}, b"")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    def script(heard: Heard) -> list[Part]:
        return reply(status, headers=(("Location", "/v1/elsewhere"),))

    with serving(script) as server, client(quick()) as sending:
        got = sending.send("GET", server.url, {"Authorization": "Bearer k"}, b"")
        assert got.status == status
        assert [heard.path for heard in server.heard] == ["/v1"]


def test_cookies_do_not_tie_cases_together() -> None:
    def script(heard: Heard) -> list[Part]:
        return reply(headers=(("Set-Cookie", "a=b; Path=/"),))

    with serving(script) as server, client(quick()) as sending:
        sending.send("GET", server.url, {}, b"")
        sending.send("GET", server.url, {}, b"")
        assert "cookie" not in server.heard[1].headers


def test_headers_keep_their_order_and_case() -> None:
    got = answer(*reply(headers=(("X-B", "1"), ("x-a", "2"), ("X-B", "3"))))
    assert got.headers[1:] == (("X-B", "1"), ("x-a", "2"), ("X-B", "3"))


def test_compression_is_not_asked_for() -> None:
    with serving(lambda _: reply()) as server, client(quick()) as sending:
        sending.send("GET", server.url, {}, b"")
        assert server.heard[0].headers["accept-encoding"] == "identity"


def test_a_url_that_no_client_can_use_is_told() -> None:
    with client(quick()) as sending, pytest.raises(NotRecorded, match="InvalidURL"):
        sending.send("GET", "http://127.0.0.1:9/v1/\x00", {}, b"")
