"""Answers that break the rules of HTTP: lengths, chunks, heads, and connections."""

import socket
import struct
from collections.abc import Iterator
from socketserver import StreamRequestHandler

from conformance.tests.hostile.behaviour import (
    EVENTS,
    JSON,
    MB,
    SMALL,
    Behaviour,
    add,
    completed,
    endless,
    head,
    hostile,
    whole,
)
from conformance.tests.hostile.times import SOON
from conformance.tests.server import CLOSE, Heard, Part

BROKE = r"connection (broke|ended)"
CHUNKED = "Transfer-Encoding: chunked"


def body() -> bytes:
    """The bytes of a good answer, without its head."""
    return b"".join(part for part in completed() if isinstance(part, bytes))[-300:]


@hostile(BROKE)
def length_that_promises_more(_: Heard) -> list[Part]:
    return [head(JSON, "Content-Length: 99999"), b"{}", CLOSE]


@hostile(BROKE + "|not JSON|JSON")
def length_that_promises_less(_: Heard) -> list[Part]:
    return [head(JSON, "Content-Length: 3"), b'{"id": "chatcmpl-1"}', CLOSE]


@hostile(BROKE)
def length_that_is_negative(_: Heard) -> list[Part]:
    return [head(JSON, "Content-Length: -1"), b"{}", CLOSE]


@hostile(BROKE)
def length_that_is_no_number(_: Heard) -> list[Part]:
    return [head(JSON, "Content-Length: 1e400"), b"{}", CLOSE]


@hostile(BROKE)
def two_lengths(_: Heard) -> list[Part]:
    return [head(JSON, "Content-Length: 2", "Content-Length: 5"), b"{}", CLOSE]


@hostile(BROKE + "|nothing came", patience=SOON)
def length_of_a_terabyte(_: Heard) -> list[Part]:
    return [head(JSON, f"Content-Length: {2**40}"), b"{}", 30.0]


@hostile(BROKE)
def chunk_of_no_size(_: Heard) -> list[Part]:
    return [head(JSON, CHUNKED), b"zz\r\n{}\r\n0\r\n\r\n", CLOSE]


@hostile(BROKE)
def chunk_of_a_negative_size(_: Heard) -> list[Part]:
    return [head(JSON, CHUNKED), b"-2\r\n{}\r\n0\r\n\r\n", CLOSE]


@hostile(BROKE + "|nothing came", patience=SOON)
def chunk_of_a_vast_size(_: Heard) -> list[Part]:
    return [head(JSON, CHUNKED), b"fffffffffffffff\r\n{}", 30.0]


@hostile(BROKE)
def chunks_without_an_end(_: Heard) -> list[Part]:
    return [head(EVENTS, CHUNKED), b"a\r\ndata: {}\n\n\r\n", CLOSE]


@hostile(BROKE + "|field|object", patience=SOON)
def length_beside_chunked(_: Heard) -> list[Part]:
    return [head(JSON, "Content-Length: 5", CHUNKED), b"2\r\n{}\r\n0\r\n\r\n", CLOSE]


@hostile(BROKE)
def endless_trailers(_: Heard) -> Iterator[Part]:
    yield head(EVENTS, CHUNKED)
    yield b"0\r\n"
    for number in range(100_000):
        yield b"X-%d: on\r\n" % number


@hostile(BROKE)
def endless_head(_: Heard) -> Iterator[Part]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(200_000):
        yield b"X-%d: on\r\n" % number


@hostile(BROKE)
def header_of_10_mb(_: Heard) -> list[Part]:
    return [b"HTTP/1.1 200 OK\r\nX: " + b"x" * (10 * MB) + b"\r\n\r\n", CLOSE]


@hostile(BROKE + "|no answer came", patience=SOON)
def flood_of_1xx(_: Heard) -> Iterator[Part]:
    for _number in range(2_000_000):
        yield b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" * 100


@hostile(BROKE)
def http_0_9(_: Heard) -> list[Part]:
    return [b"<html>hello</html>", CLOSE]


@hostile("JSON|object|field")
def http_1_0(_: Heard) -> list[Part]:
    return [b"HTTP/1.0 200 OK\r\n\r\n{}", CLOSE]


@hostile(BROKE)
def status_of_four_digits(_: Heard) -> list[Part]:
    return [b"HTTP/1.1 2000 OK\r\n\r\n{}", CLOSE]


@hostile(BROKE)
def status_that_is_no_number(_: Heard) -> list[Part]:
    return [b"HTTP/1.1 OK 200\r\n\r\n{}", CLOSE]


@hostile(BROKE)
def nul_bytes_in_the_head(_: Heard) -> list[Part]:
    return [b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n{}", CLOSE]


@hostile(BROKE)
def closed_before_the_answer(_: Heard) -> list[Part]:
    return [CLOSE]


@hostile(BROKE)
def closed_in_the_head(_: Heard) -> list[Part]:
    return [b"HTTP/1.1 200 OK\r\nContent-Ty", CLOSE]


@hostile(BROKE)
def closed_in_an_event(_: Heard) -> list[Part]:
    return [head(EVENTS, CHUNKED), b'8\r\ndata: {"\r\n', CLOSE]


def reset(handler: StreamRequestHandler, after: int) -> None:
    """Read so many bytes of a request, then reset the connection."""
    if after:
        handler.connection.recv(after)
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def answer_early(handler: StreamRequestHandler) -> None:
    """Answer before anything is read."""
    handler.wfile.write(head(JSON, "Content-Length: 2") + b"{}")


def answer_twice(handler: StreamRequestHandler) -> None:
    """Answer once more than was asked."""
    handler.rfile.readline()
    handler.wfile.write((head(JSON, "Content-Length: 2") + b"{}") * 2)


def nothing(_: Heard) -> list[Part]:
    """The script of what never comes to a request."""
    return []


for after in (0, 1, 200):
    add(
        Behaviour(
            f"reset-after-{after}",
            nothing,
            BROKE + "|no connection .*reset",
            raw=lambda handler, after=after: reset(handler, after),  # type: ignore[misc]
            select=SMALL,
        )
    )
add(
    Behaviour(
        "answer-before-the-request",
        nothing,
        "JSON|object|field|connection",
        raw=answer_early,
        select=SMALL,
    )
)
add(
    Behaviour(
        "two-answers",
        nothing,
        "JSON|object|field|connection",
        raw=answer_twice,
        select=SMALL,
    )
)


@hostile(BROKE + "|TLS|record|SSL", route="", select=SMALL)
def tls_record_without_tls(_: Heard) -> list[Part]:
    return [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64, CLOSE]


@hostile("more than|MB")
def endless_body_of_one_line(_: Heard) -> Iterator[Part]:
    yield from endless(EVENTS, piece=b"\xff\xfe" * 30_000)


@hostile("204|JSON")
def body_with_204(_: Heard) -> list[Part]:
    return whole(b"{}", status="204 No Content")
