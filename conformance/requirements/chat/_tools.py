"""Reads tool calls, whole or in pieces."""

from dataclasses import dataclass
from typing import Any

from conformance import Blocked, Exchange
from conformance.requirements.chat._cases import delta, message
from conformance.requirements.reading import objects, whole
from conformance.requirements.streams import reason, threads


@dataclass(frozen=True, slots=True)
class CallFragment:
    """A piece of a tool call in a stream."""

    at: str
    call: dict[str, Any]


def any_calls(exchange: Exchange) -> list[dict[str, Any]]:
    """The tool calls of the first choice, if any; whole, or as pieces."""
    if exchange.request.fields.get("stream"):
        return [piece.call for piece in all_pieces(exchange)]
    return objects(message(exchange.choices[0]).get("tool_calls"))


def calls(exchange: Exchange) -> list[dict[str, Any]]:
    """The tool calls of an answer; Blocked if there is none."""
    calls = any_calls(exchange)
    if not calls:
        raise Blocked("no tool was called")
    return calls


def function(call: dict[str, Any]) -> dict[str, Any]:
    """The function of a call; empty if there is none."""
    function = call.get("function")
    return function if isinstance(function, dict) else {}


def all_pieces(exchange: Exchange) -> list[CallFragment]:
    """The pieces of tool calls in the first choice of a stream, if any."""
    return [
        CallFragment(part.at, call)
        for part in threads(exchange)[0]
        for call in objects(delta(part).get("tool_calls"))
    ]


def pieces(exchange: Exchange) -> list[CallFragment]:
    """The pieces of tool calls in a stream; Blocked if there is none."""
    fragments = all_pieces(exchange)
    if not fragments:
        raise Blocked("no tool was called")
    return fragments


def by_index(exchange: Exchange) -> dict[int, list[CallFragment]]:
    """The pieces of each call; Blocked if one does not say whose it is."""
    fragments: dict[int, list[CallFragment]] = {}
    for piece in pieces(exchange):
        index = piece.call.get("index")
        if not whole(index):
            raise Blocked("a piece of a call has no index")
        fragments.setdefault(int(str(index)), []).append(piece)
    return fragments


def streamed(exchange: Exchange) -> list[dict[str, Any]]:
    """The functions called in a stream, each with its pieces joined."""
    return [_joined(pieces) for _, pieces in sorted(by_index(exchange).items())]


def _joined(pieces: list[CallFragment]) -> dict[str, Any]:
    said = [function(piece.call) for piece in pieces]
    names = [fields["name"] for fields in said if fields.get("name")]
    texts = [
        text for fields in said if isinstance(text := fields.get("arguments"), str)
    ]
    # Some repeat the name in each piece.
    return {"name": names[0] if names else "", "arguments": "".join(texts)}


def finish(exchange: Exchange) -> object:
    """The finish reason of the first choice."""
    if not exchange.request.fields.get("stream"):
        return exchange.choices[0].get("finish_reason")
    return reason(exchange)
