"""Chat completions: tool calls in a stream (source: openai/streaming#tool-calls)."""

import json
from collections.abc import Iterable
from typing import Any

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Undecided,
    Violation,
    anywhere,
    requirement,
)
from conformance.core.strict import parse
from conformance.requirements import chance
from conformance.requirements.chat._tools import (
    by_index,
    calls,
    finish,
    function,
    pieces,
    streamed,
)
from conformance.requirements.reading import parsed, whole
from conformance.requirements.streams import is_streamed

SOURCE = "openai/streaming#tool-calls"
STREAMS = "chat/stream-tools*"


@requirement(
    "chat.stream.tools.index",
    MUST,
    on=STREAMS,
    source=SOURCE,
    breaks="Clients cannot tell which call a piece belongs to, and fail.",
    fix="Send `index` in each item of `tool_calls`.",
)
def test_pieces_have_an_index(exchange: Exchange) -> None:
    """Each piece of a tool call names the index of its call."""
    for piece in pieces(exchange):
        if not whole(piece.call.get("index")):
            kind = "missing" if piece.call.get("index") is None else "type"
            raise Violation("an integer `index`", piece.call, piece.at, kind=kind)


@requirement(
    "chat.stream.tools.first-piece",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    fix="Send `id`, `type` and `function.name` with the first piece of each call.",
    explained_by=anywhere("chat.tools.ids"),
)
def test_first_piece_says_what_is_called(exchange: Exchange) -> None:
    """The first piece of a tool call has its id, type and name."""
    for first, *_ in by_index(exchange).values():
        call = first.call
        said = {**call, "name": function(call).get("name")}
        lacking = [name for name in ("id", "type", "name") if not _is_text(said, name)]
        if lacking:
            kind = " ".join(f"no-{name}" for name in lacking)
            raise Violation("`id`, `type` and `name`", call, first.at, kind=kind)


@requirement(
    "chat.stream.tools.arguments",
    SHOULD,
    on=STREAMS,
    source=SOURCE,
    fix="Send each piece of the arguments once, with the index of its own call.",
)
def test_pieces_join_to_json(exchange: Exchange) -> None:
    """The pieces of a call's arguments join to one JSON object."""
    if finish(exchange) == "length":
        raise Undecided("the cap cut the calls off")
    fragments = [pieces for _, pieces in sorted(by_index(exchange).items())]
    for index, call in enumerate(streamed(exchange)):
        text, at = call["arguments"], f"the arguments of call {index}"
        ids = {piece.call["id"] for piece in fragments[index] if piece.call.get("id")}
        kind = "two-calls" if len(ids) > 1 else "not-json"
        if not isinstance(parsed(text, at, kind), dict):
            raise Violation("a JSON object", text, at, kind="not-an-object")


@requirement(
    "chat.stream.tools.equals-json",
    SHOULD,
    on="chat/stream-tools",
    source="openai/streaming#same-text",
    fix="Send the calls of a stream with the same arguments as without streaming.",
    explained_by=anywhere("chat.tools.arguments", "chat.stream.tools.arguments"),
)
def test_stream_makes_the_same_calls(recording: Recording) -> None:
    """The calls of a stream have the arguments that come without streaming."""
    if any(finish(exchange) == "length" for exchange in recording):
        raise Undecided("the cap cut the calls off")
    plain = [e for e in recording if not is_streamed(e)]
    once, *again = (_arguments(map(function, calls(e))) for e in plain)
    if any(other != once for other in again):
        raise Undecided("the target does not reproduce itself at temperature 0")
    arguments = [(e, _arguments(streamed(e))) for e in recording if is_streamed(e)]
    chance.are(once, arguments, f"the arguments {json.dumps(once)}", "the stream")


def _arguments(functions: Iterable[dict[str, Any]]) -> list[Any]:
    """The arguments of calls, however they are spaced; none at all are empty ones."""
    try:
        return [parse(call["arguments"] or "{}") for call in functions]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Blocked("the arguments of a call are not JSON") from None


def _is_text(fields: dict[str, Any], name: str) -> bool:
    value = fields.get(name)
    return isinstance(value, str) and bool(value)
