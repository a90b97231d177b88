"""Bodies without an end or without measure."""

import gzip
import json
import zlib
from collections.abc import Iterator

from conformance.tests.hostile.behaviour import (
    EVENTS,
    JSON,
    MB,
    completed,
    completion,
    endless,
    head,
    hostile,
    whole,
)
from conformance.tests.server import Heard, Part

TOO_MUCH = r"the answer has more than [\d.]+ MB"


@hostile(TOO_MUCH)
def endless_body(_: Heard) -> Iterator[Part]:
    yield from endless(JSON, piece=b"a" * 65536)


@hostile(TOO_MUCH, route="")
def endless_body_everywhere(_: Heard) -> Iterator[Part]:
    yield from endless(JSON, piece=b"a" * 65536)


@hostile(TOO_MUCH)
def endless_spaces(_: Heard) -> Iterator[Part]:
    yield from endless(JSON, piece=b" " * 65536)


@hostile(TOO_MUCH)
def endless_comments(_: Heard) -> Iterator[Part]:
    yield from endless(EVENTS, piece=b": on\n\n" * 1000)


@hostile(TOO_MUCH)
def endless_empty_events(_: Heard) -> Iterator[Part]:
    yield from endless(EVENTS, piece=b"data:\n\n" * 1000)


@hostile(TOO_MUCH)
def endless_events(_: Heard) -> Iterator[Part]:
    yield from endless(EVENTS, piece=b"data: {}\n\n" * 1000)


@hostile(TOO_MUCH)
def endless_line(_: Heard) -> Iterator[Part]:
    yield from endless(EVENTS, piece=b"data: " + b"x" * 65536)


@hostile("more than 200,000 pieces|not ended")
def pieces_of_one_byte(heard: Heard) -> Iterator[Part]:
    yield head(JSON, "Transfer-Encoding: chunked")
    for _ in range(6 * MB // 1000):
        yield b"1\r\na\r\n" * 1000


@hostile(TOO_MUCH)
def event_of_30_mb(_: Heard) -> list[Part]:
    return whole(b"data: " + b"x" * (30 * MB) + b"\n\ndata: [DONE]\n\n", EVENTS)


@hostile("more than 50,000 events")
def events_100000(_: Heard) -> list[Part]:
    return whole(b"data: {}\n\n" * 100_000, EVENTS)


@hostile(TOO_MUCH)
def choices_100000(_: Heard) -> list[Part]:
    return completed(choices=completion()["choices"] * 100_000)


@hostile(TOO_MUCH)
def names_100000(_: Heard) -> list[Part]:
    return completed(**{f"name {n}": n for n in range(100_000)}, object="x")


@hostile("500|more than")
def error_of_1_mb(_: Heard) -> list[Part]:
    body = json.dumps({"error": {"message": "<b>no</b> " * 100_000}}).encode()
    return whole(body, JSON, status="500 No")


@hostile(TOO_MUCH)
def json_a_million_deep(_: Heard) -> list[Part]:
    return whole(b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000)


@hostile("nested more than 200 levels")
def json_500_deep(_: Heard) -> list[Part]:
    deep = json.loads(b'{"a":' * 500 + b"1" + b"}" * 500)
    return completed(choices=deep)


@hostile(TOO_MUCH, route="/embeddings")
def vector_of_a_million(_: Heard) -> list[Part]:
    row = {"object": "embedding", "index": 0, "embedding": [0.123456789] * 1_000_000}
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    body = {"object": "list", "data": [row], "model": "m", "usage": usage}
    return whole(json.dumps(body).encode())


def bomb(kind: str) -> bytes:
    """Some 60 KB that become 60 MB."""
    if kind == "gzip":
        return gzip.compress(b"0" * (60 * MB))
    return zlib.compress(b"0" * (60 * MB))


@hostile(TOO_MUCH)
def gzip_bomb(_: Heard) -> list[Part]:
    return whole(bomb("gzip"), JSON, "Content-Encoding: gzip")


@hostile(TOO_MUCH)
def gzip_bomb_of_events(_: Heard) -> list[Part]:
    data = gzip.compress(b"data: {}\n\n" * (6 * MB))
    return whole(data, EVENTS, "Content-Encoding: gzip")


@hostile("not gzip")
def gzip_that_is_none(_: Heard) -> list[Part]:
    return whole(b"{}", JSON, "Content-Encoding: gzip")


@hostile("br|not offered")
def brotli_unasked(_: Heard) -> list[Part]:
    return whole(b"{}", JSON, "Content-Encoding: br")
