"""Sends answers that break off before the end that their headers announce."""

import asyncio

from starlette.types import Send

from conformance.relay.answer import Answer
from conformance.relay.wire import pieces

# Whoever trusts the announced length waits for these.
_MISSING = 8


async def break_off(answer: Answer, send: Send) -> None:
    """Send all of an answer but its end, and hang up."""
    body = [piece for _, piece in pieces(answer)]
    headers = dict(answer.headers)
    if not answer.streams:
        headers["content-length"] = str(sum(map(len, body)) + _MISSING)
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    start = "http.response.start"
    await send({"type": start, "status": answer.status, "headers": pairs})
    for piece in body:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    # The server's own object behind `send`: it alone knows the connection.
    send.__self__.transport.close()  # type: ignore[attr-defined]
    # Until the server has noticed, it would still end the answer properly.
    await asyncio.sleep(0.05)
