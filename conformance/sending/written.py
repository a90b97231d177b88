"""How an exchange is written in a recording: text where it is UTF-8, else Base64."""

import base64
from dataclasses import asdict
from typing import Any

from conformance.core.exchange import Exchange
from conformance.core.message import Attempt, Headers, Piece, Request, Response
from conformance.formats import sse


def written(exchange: Exchange) -> dict[str, Any]:
    """An exchange as a recording holds it."""
    request, response = exchange.request, exchange.response
    return {
        "step": exchange.step,
        "started": exchange.started,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": [list(pair) for pair in request.headers],
            **_bytes(request.body),
        },
        "response": {
            "status": response.status,
            "http": response.http,
            "headers": [list(pair) for pair in response.headers],
            "first_byte": response.first_byte,
            "total": response.total,
            "cut": response.cut,
            "pieces": [
                {"at": piece.at, **_bytes(piece.data)} for piece in response.pieces
            ],
        },
        "attempts": [
            {**asdict(attempt), "body": _bytes(attempt.body)}
            for attempt in exchange.attempts
        ],
    }


def read(raw: dict[str, Any]) -> Exchange:
    """The exchange that `written` wrote."""
    sent, got = raw["request"], raw["response"]
    pieces = tuple(Piece(piece["at"], _from_bytes(piece)) for piece in got["pieces"])
    events, leftover = sse.parse(pieces)
    return Exchange(
        raw["step"],
        Request(
            sent["method"], sent["url"], _pairs(sent["headers"]), _from_bytes(sent)
        ),
        Response(
            got["status"],
            _pairs(got["headers"]),
            pieces,
            got["first_byte"],
            got["total"],
            got["http"],
            got["cut"],
        ),
        events,
        leftover,
        tuple(
            Attempt(
                a["status"], _pairs(a["headers"]), _from_bytes(a["body"]), a["waited"]
            )
            for a in raw["attempts"]
        ),
        raw["started"],
    )


def _pairs(rows: list[list[str]]) -> Headers:
    return tuple((name, value) for name, value in rows)


def _bytes(data: bytes) -> dict[str, str]:
    try:
        return {"text": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _from_bytes(raw: dict[str, Any]) -> bytes:
    return raw["text"].encode() if "text" in raw else base64.b64decode(raw["base64"])
