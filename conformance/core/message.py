"""HTTP messages and server-sent events, as they were sent and as they arrived."""

import json
from dataclasses import dataclass
from typing import Any

Headers = tuple[tuple[str, str], ...]

# What the smallest requests have as well.
_LEAST = (
    "model",
    "messages",
    "prompt",
    "input",
    "voice",
    "max_tokens",
    "max_completion_tokens",
    "reasoning_effort",
    "size",
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as sent, with the key redacted."""

    method: str
    url: str
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        """The JSON that was sent; None if it was something else."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def fields(self) -> dict[str, Any]:
        """The JSON object that was sent; empty if it was something else."""
        sent = self.json
        return sent if isinstance(sent, dict) else {}

    @property
    def options(self) -> tuple[str, ...]:
        """The fields that the smallest request does without, sorted."""
        usual = {*_LEAST, *(["n"] if self.fields.get("n") == 1 else [])}
        return tuple(sorted(set(self.fields) - usual))


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes as they arrived, `at` seconds after the request was sent."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event; `at` is the arrival of the piece that completed it."""

    data: str
    type: str = "message"
    id: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Response:
    """A response; `cut` says why the body ended before its end (empty: whole)."""

    status: int
    headers: Headers
    pieces: tuple[Piece, ...] = ()
    first_byte: float = 0.0
    total: float = 0.0
    http: str = "HTTP/1.1"
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer that asked to come back later, and how long was waited."""

    status: int
    headers: Headers
    body: bytes
    waited: float
