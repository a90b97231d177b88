"""Serializes answers: the only place that writes JSON and events."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterator
from itertools import cycle

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Send

from conformance.relay.answer import Answer, Document, SentEvent, Stream, Style
from conformance.relay.json_text import Json


def response(answer: Answer) -> Response:
    """The response that sends this answer."""
    headers = dict(answer.headers)
    if answer.style.gzip and not answer.streams:
        headers["content-encoding"] = "gzip"
    if answer.streams or answer.style.chunked:
        return StreamingResponse(_paced(answer), answer.status, headers)
    return Response(plain(answer), answer.status, headers)


async def hang_up(receive: Receive, send: Send) -> None:
    """Closes the connection without an answer, for which ASGI has no message."""
    # The server's own object behind `send`: it alone knows the connection.
    send.__self__.transport.abort()  # type: ignore[attr-defined]
    # Until the server has noticed, it would still send an answer of its own.
    await receive()


def plain(answer: Answer) -> bytes:
    """The bytes of a body, all at once."""
    return b"".join(piece for _, piece in pieces(answer))


def pieces(answer: Answer) -> Iterator[tuple[float, bytes]]:
    """What is sent, write by write, each after some seconds."""
    if isinstance(answer.body, Stream):
        yield from _gathered(_events(answer.body, answer.style), answer.style)
        return
    body = _document(answer.body, answer.style)
    packed = gzip.compress(body) if answer.style.gzip else body
    yield from _cut(0.0, packed, answer.style.piece)


def _document(body: Document | bytes, style: Style) -> bytes:
    if isinstance(body, bytes):
        return body
    return (style.padding + json_text(body.value, style)).encode()


async def _paced(answer: Answer) -> AsyncIterator[bytes]:
    for delay, piece in pieces(answer):
        # Without a pause, too: each write is to leave on its own.
        await asyncio.sleep(delay)
        yield piece


def _gathered(
    writes: Iterator[tuple[float, bytes]], style: Style
) -> Iterator[tuple[float, bytes]]:
    if not style.burst:
        for delay, piece in writes:
            yield from _cut(delay, piece, style.piece)
        return
    delays, parts = zip(*writes, strict=True)
    yield sum(delays), b"".join(parts)


def _cut(delay: float, piece: bytes, size: int | None) -> Iterator[tuple[float, bytes]]:
    step = size or len(piece) or 1
    for start in range(0, max(len(piece), 1), step):
        yield delay if start == 0 else 0.0, piece[start : start + step]


def _events(stream: Stream, style: Style) -> Iterator[tuple[float, bytes]]:
    ends = cycle(style.line_ends)
    for event in stream.events:
        if isinstance(event.data, bytes):
            yield event.delay, event.data
            continue
        # One kind for a whole event: CR and LF of two kinds must not meet.
        end = next(ends)
        text = "".join(line + end for line in _lines(event, style))
        yield event.delay, (text + end * style.gap).encode()


def _lines(event: SentEvent, style: Style) -> Iterator[str]:
    data = event.data
    text = data if isinstance(data, str) else json_text(data, style)
    for name, value in event.fields:
        yield f"{name}:{style.after_colon}{value}"
    for line in text.split("\n"):
        yield f"data:{style.after_colon}{line}"


def json_text(value: Json, style: Style) -> str:
    """A JSON value in the style of an answer."""
    text = json.dumps(
        value, ensure_ascii=False, indent=style.indent, separators=style.separators
    )
    for character in style.escaped:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
