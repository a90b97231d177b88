"""A recording as the page needs it: what was sent, what came, and when."""

import base64
from collections.abc import Iterator
from itertools import islice
from typing import Any

from conformance.core.message import Piece
from conformance.formats import sse
from conformance.formats.escape import short, visible
from conformance.reporting.html.string_table import Texts, lines

# A stored recording, or a part of it: written elsewhere, and not trusted.
Stored = dict[str, Any]

# Beyond these nobody reads on; the recording has all of it.
_MOST_EXCHANGES = 100
_MOST_HEADERS = 60
_MOST_EVENTS = 200
_LONGEST_HEADER = 600
_LONGEST_LOSS = 1_000
_MALFORMED = (AttributeError, LookupError, TypeError, ValueError)


def compacted(raw: Stored | None, texts: Texts) -> Stored:
    """The exchanges of a recording, or why there are none."""
    if raw is None:
        return {"lost": "The recording is not beside this report."}
    for kind in ("lost", "blocked"):
        if kind in raw:
            return {"lost": short(str(raw[kind]), _LONGEST_LOSS)}
    try:
        rows = raw["exchanges"]
        shown = [_exchange(row, texts) for row in rows[:_MOST_EXCHANGES]]
    except _MALFORMED:
        return {"lost": "The recording cannot be read."}
    return {"exchanges": shown, "more": max(0, len(rows) - _MOST_EXCHANGES)}


def _exchange(raw: Stored, texts: Texts) -> Stored:
    sent, got = raw["request"], raw["response"]
    return {
        "step": visible(raw["step"]),
        "method": visible(sent["method"]),
        "url": short(sent["url"], _LONGEST_HEADER),
        "sent": {"headers": _headers(sent["headers"]), **_body(_bytes(sent), texts)},
        "status": int(got["status"]),
        "http": visible(got["http"]),
        "got": {"headers": _headers(got["headers"]), **_content(got, texts)},
        "first": round(float(got["first_byte"]), 4),
        "total": round(float(got["total"]), 4),
        "cut": short(got["cut"], _LONGEST_HEADER),
        "attempts": [_attempt(attempt) for attempt in raw["attempts"]],
    }


def _content(got: Stored, texts: Texts) -> Stored:
    """The events of a stream with their arrival, or the body."""
    pieces = tuple(Piece(float(p["at"]), _bytes(p)) for p in got["pieces"])
    data = b"".join(piece.data for piece in pieces)
    if not _streams(got["headers"], data):
        return _body(data, texts)
    events, leftover = sse.parse(pieces)
    shown = [
        [round(e.at, 4), visible(e.type), lines(e.data[: texts.limit // 4])]
        for e in events[:_MOST_EVENTS]
    ]
    more = max(0, len(events) - _MOST_EVENTS)
    return {"events": shown, "more": more, **_body(leftover, texts)}


def _streams(headers: list[list[str]], data: bytes) -> bool:
    kinds = [value for name, value in headers if name.lower() == "content-type"]
    declared = any("event-stream" in kind.lower() for kind in kinds)
    return declared or data.startswith((b"data:", b"event:", b": "))


def _body(data: bytes, texts: Texts) -> Stored:
    return {"body": texts.body(data)} if data else {}


def _headers(pairs: list[list[str]]) -> list[str]:
    return [
        f"{visible(name)}: {short(value, _LONGEST_HEADER)}"
        for name, value in islice(pairs, _MOST_HEADERS)
    ]


def _attempt(raw: Stored) -> list[float]:
    return [int(raw["status"]), round(float(raw["waited"]), 2)]


def _bytes(raw: Stored) -> bytes:
    if "text" in raw:
        return bytes(raw["text"].encode("utf-8", "surrogatepass"))
    return base64.b64decode(raw["base64"])


def streams(exchange: Stored) -> bool:
    """Whether a response says that it is a stream of events."""
    try:
        return _streams(exchange["response"]["headers"], b"")
    except _MALFORMED:
        return False


def arrivals(exchange: Stored) -> Iterator[float]:
    """When the pieces of a response came, in seconds after it was asked for."""
    try:
        yield from (float(piece["at"]) for piece in exchange["response"]["pieces"])
    except _MALFORMED:
        return
