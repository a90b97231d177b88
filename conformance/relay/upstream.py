"""Forwards calls to an upstream server, and its answers to the client."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.types import Message, Receive, Send

from conformance.relay.call import Call
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.upstream_plan import Relaying
from conformance.relay.wire import plain

_LONGEST_LINE = 2**16
_BROKEN = (OSError, EOFError, ValueError, asyncio.LimitOverrunError)
_ERROR = {"error": {"message": "The upstream failed.", "type": "upstream_error"}}


@dataclass(frozen=True, slots=True)
class UpstreamReply:
    """The head of an upstream's answer, and where its body comes from."""

    status: int
    headers: dict[str, str]
    reader: asyncio.StreamReader

    @property
    def streams(self) -> bool:
        """Whether the body is a stream of events."""
        return self.headers.get("content-type", "").startswith("text/event-stream")

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it comes; an error if it breaks off."""
        if "chunked" not in self.headers.get("transfer-encoding", ""):
            size = int(self.headers.get("content-length", "0"))
            yield await self.reader.readexactly(size)
            return
        while size := int(await self.reader.readline(), 16):
            yield (await self.reader.readexactly(size + 2))[:-2]


async def relay(how: Relaying, call: Call, receive: Receive, send: Send) -> None:
    """Forward a call and its answer; ends when the client leaves."""
    gone = asyncio.ensure_future(receive())

    async def forward(message: Message) -> None:
        if not gone.done():
            await send(message)

    work = asyncio.ensure_future(_relayed(how, call, forward))
    await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
    if not how.cancels:
        await asyncio.wait({work})
    for task in (gone, work):
        task.cancel()
    await asyncio.gather(gone, work, return_exceptions=True)


async def _relayed(how: Relaying, call: Call, send: Send) -> None:
    try:
        async with _asked(how, call) as reply:
            if reply.streams:
                await _stream(how, call, reply, send)
            else:
                body = b"".join([piece async for piece in reply.pieces()])
                await _document(how, call, reply, body, send)
    except _BROKEN:
        answer = refused(call, Problem(ProblemKind.INTERNAL, "The upstream failed."))
        await _start(502, list(answer.headers.items()), send)
        await _end(plain(answer), send)


@asynccontextmanager
async def _asked(how: Relaying, call: Call) -> AsyncIterator[UpstreamReply]:
    """The upstream's answer; an impatient relay sends a second request meanwhile."""
    async with _sent(how, call) as reader:
        head = asyncio.ensure_future(_head(reader))
        if how.patience:
            await asyncio.wait({head}, timeout=how.patience)
        if how.patience and not head.done():
            async with _sent(how, call) as second:
                await _head(second)
        yield await asyncio.wait_for(head, how.deadline or None)


@asynccontextmanager
async def _sent(how: Relaying, call: Call) -> AsyncIterator[asyncio.StreamReader]:
    host, _, port = how.address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=_LONGEST_LINE)
    lines = (
        "POST /v1/chat/completions HTTP/1.1",
        f"host: {how.address}",
        f"authorization: Bearer {how.key}",
        "content-type: application/json",
        f"content-length: {len(call.raw)}",
    )
    try:
        writer.write("\r\n".join((*lines, "", "")).encode() + call.raw)
        await writer.drain()
        yield reader
    finally:
        writer.close()


async def _head(reader: asyncio.StreamReader) -> UpstreamReply:
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in rest if line]
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    return UpstreamReply(int(first.split(" ")[1]), headers, reader)


async def _document(
    how: Relaying, call: Call, reply: UpstreamReply, body: bytes, send: Send
) -> None:
    status = _status(how, reply.status)
    if how.remark and status >= 400:
        value = json.loads(body)
        value["error"]["message"] += f" {how.remark}"
        body = json.dumps(value).encode()
    await _start(status, _headers(how, call, reply), send)
    await _end(body, send)


def _status(how: Relaying, status: int) -> int:
    """The status that stands for one of the upstream."""
    if status == 429 and how.limit:
        return how.limit
    return how.refusal if how.refusal and 400 <= status < 500 else status


async def _stream(how: Relaying, call: Call, reply: UpstreamReply, send: Send) -> None:
    await _start(reply.status, _headers(how, call, reply), send)
    try:
        await _passed_on(reply, send)
    except _BROKEN:
        if how.begins_again:
            async with _sent(how, call) as reader:
                await _passed_on(await _head(reader), send)
        else:
            await _part(_last_words(how), send)
    await _end(b"", send)


def _last_words(how: Relaying) -> bytes:
    """The event that ends a stream whose upstream has died."""
    if how.hides_death:
        return (
            b'data: {"choices":[{"index":0,"delta":{},"finish_reason":null}]}\n\n'
            + (b"data: [DONE]\n\n")
        )
    return f"data: {json.dumps(_ERROR)}\n\n".encode()


async def _passed_on(reply: UpstreamReply, send: Send) -> None:
    async for piece in reply.pieces():
        await _part(piece, send)


def _headers(how: Relaying, call: Call, reply: UpstreamReply) -> list[tuple[str, str]]:
    forwarded = [(n, reply.headers[n]) for n in how.forwards if n in reply.headers]
    own = {
        "x-request-id": call.request_id,
        **call.promised(refuses=reply.status >= 400),
    }
    return [*forwarded, *own.items(), *how.headers]


async def _start(status: int, headers: list[tuple[str, str]], send: Send) -> None:
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    start = "http.response.start"
    await send({"type": start, "status": status, "headers": pairs})


async def _part(body: bytes, send: Send) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _end(body: bytes, send: Send) -> None:
    await send({"type": "http.response.body", "body": body})
