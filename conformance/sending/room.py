"""How much of an answer is read and kept: what was asked for can take so much."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

MB = 2**20
# An answer of text, beside its tokens: each may be streamed, and have alternatives.
_TEXT, _TOKEN, _STREAMED, _LOGPROBS = MB, 64, 1024, 4096
_MOST_TOKENS = 8 * MB
_VECTOR, _MOST_VECTORS = MB // 4, 64 * MB
_LIST = 4 * MB
FILE = 32 * MB
_OF_FILES = ("/images", "/audio/speech", "/mj/")
# Kinds of models whose answers hold pictures, whatever the route.
_PICTURES = ("images", "gpt-image", "flux", "image-chat")
# What is kept of an answer that is too much, and of one that asks to come back later.
KEPT = 16 * 2**10
# Beyond it so much is looked through for secrets: half a key is one that nobody finds.
LOOKED_THROUGH = 64 * 2**10
# A refusal says why, and may repeat what was sent.
_REFUSAL = MB // 4
# What all answers of a case may take together, beside their tokens.
_TOGETHER = 4 * MB


def room_of(url: str, body: bytes, tokens: int, kind: str = "") -> int:
    """The bytes that an answer to such a request can need at most."""
    path = urlsplit(url).path
    if kind in _PICTURES or any(part in path for part in _OF_FILES):
        return FILE
    if path.endswith("/models"):
        return _LIST
    # A refusal may repeat what was sent, with every character escaped.
    room = _TEXT + _beside(body, tokens) + 6 * len(body)
    if path.endswith("/embeddings"):
        return min(room + _VECTOR * _inputs(_fields(body)), _MOST_VECTORS)
    return room


def room_of_refusal(body: bytes) -> int:
    """The bytes that a refusal of such a request can need at most."""
    return _REFUSAL + 6 * len(body)


def _beside(body: bytes, tokens: int) -> int:
    """The bytes of so many tokens, as the request wants them."""
    sent = _fields(body)
    each = _TOKEN
    if sent.get("stream"):
        each = _STREAMED
    if sent.get("logprobs"):
        each = _LOGPROBS
    return min(each * tokens, _MOST_TOKENS)


def _fields(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _inputs(sent: dict[str, Any]) -> int:
    """How many vectors a request asks for."""
    given = sent.get("input")
    several = isinstance(given, list) and any(isinstance(x, str | list) for x in given)
    return len(given) if isinstance(given, list) and several else 1


@dataclass(slots=True)
class Allowance:
    """What is left of the bytes that the answers of one case may take together.

    The exchanges of a case may come from several threads at once.
    """

    _left: int = _TOGETHER
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def takes(self, size: int, room: int) -> bool:
        """Whether an answer of this size, which has such a room, may be kept whole."""
        beyond = size - KEPT - (room - _TEXT)
        if beyond <= 0:
            return True
        with self._lock:
            if beyond > self._left:
                return False
            self._left -= beyond
            return True
