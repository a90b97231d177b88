"""Answers over real sockets that are cut, coded, or no HTTP at all."""

import gzip
import zlib

import pytest

from conformance.sending.client import ROOM
from conformance.tests.helpers import quick
from conformance.tests.sending.test_client import CHUNKED, HEAD, answer, body
from conformance.tests.server import CLOSE, Part, reply


@pytest.mark.parametrize(
    "parts",
    [
        (HEAD + b"Content-Length: 99\r\n\r\n", b"ab", CLOSE),
        (CHUNKED, b"2\r\nab\r\n", CLOSE),
        (CHUNKED, b"2\r\nab\r\n", b"zz\r\n", CLOSE),
    ],
)
def test_a_cut_body_is_kept_and_told(parts: tuple[Part, ...]) -> None:
    got = answer(*parts)
    assert got.status == 200
    assert body(got) == b"ab"
    assert got.cut.startswith("the connection broke")


def test_a_server_that_hangs_up_gives_no_status() -> None:
    got = answer(CLOSE)
    assert (got.status, got.pieces) == (0, ())
    assert got.cut.startswith("the connection ended before an answer")


@pytest.mark.parametrize("junk", [b"hello\r\n\r\n", b"\x00" * 99, b"HTTP/9 x\r\n\r\n"])
def test_an_answer_that_is_not_http_gives_no_status(junk: bytes) -> None:
    assert answer(junk, CLOSE).status == 0


def test_a_head_without_end_is_not_read_forever() -> None:
    got = answer(HEAD, b"X: " + b"a" * 300_000, CLOSE)
    assert got.status == 0


def coded(data: bytes, coding: str) -> list[Part]:
    """An answer whose label names a coding."""
    return reply(body=data, headers=(("Content-Encoding", coding),))


def test_compressed_bodies_are_read() -> None:
    assert body(answer(*coded(gzip.compress(b"text"), "gzip"))) == b"text"
    assert body(answer(*coded(zlib.compress(b"text"), "deflate"))) == b"text"


@pytest.mark.parametrize(
    ("data", "coding", "told"),
    [
        (b"plain", "gzip", "the body is not gzip, as Content-Encoding says"),
        pytest.param(
            gzip.compress(b"x" * 999)[:-9],
            "gzip",
            "the gzip body is not whole",
            id="short gzip",
        ),
        (b"x", "br", "Content-Encoding: br was not offered"),
    ],
)
def test_a_wrong_label_is_told(data: bytes, coding: str, told: str) -> None:
    assert answer(*coded(data, coding)).cut == told


def test_a_bomb_is_bounded() -> None:
    bomb = gzip.compress(b"\0" * (ROOM * 8), 1)
    got = answer(*coded(bomb, "gzip"), limits=quick(total_timeout=20.0))
    assert got.cut.startswith("the answer has more than 32 MB")
    assert len(body(got)) <= ROOM


@pytest.mark.parametrize("to", ["http://[::1x", "//", "http://a:b/", "\xff", "data:,x"])
def test_a_redirect_to_nowhere_is_an_answer(to: str) -> None:
    got = answer(*reply(307, b"there", (("Location", to),)))
    assert (got.status, body(got), got.cut) == (307, b"there", "")
    assert dict(got.headers)["Location"] == to
