"""One way to misbehave: what is answered, on which route, and what is to be said."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from conformance.tests.hostile.listener import Raw, Script
from conformance.tests.server import Heard, Part

CHAT = "/chat/completions"
EVENTS = "Content-Type: text/event-stream"
JSON = "Content-Type: application/json"
SELECT = (
    "chat.shape,chat.accepted,chat.usage.positive,chat.stream.done,chat.stream.chunk,"
    "chat.stream.json-events,chat.created,chat.json,embeddings.shape.strict,"
    "embeddings.finite,models.list.*,http.answered,http.whole,http.no-html,"
    "errors.unknown-model.*,auth.secret-kept"
)
# Where one exchange shows it: the process is what takes time.
SMALL = (
    "chat.shape,chat.accepted,chat.json,models.list.*,http.answered,auth.secret-kept"
)
MB = 2**20


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A way to misbehave."""

    name: str
    script: Script
    # What a run has to say of it, on the terminal or in its report: a pattern.
    says: str
    route: str = CHAT
    raw: Raw | None = None
    select: str = SELECT
    # Seconds to wait for a head, for more, and for the end.
    patience: tuple[float, float, float] = (6, 6, 9)
    codes: tuple[int, ...] = (1, 3)

    @property
    def everywhere(self) -> bool:
        """Whether it misbehaves on every route, so that nothing can be judged."""
        return not self.route or self.raw is not None


BEHAVIOURS: dict[str, Behaviour] = {}


def hostile(
    says: str, **more: Any
) -> Callable[[Callable[[Heard], Iterable[Part]]], Script]:
    """Make a behaviour of a script, named as the function is."""

    def kept(script: Script) -> Script:
        name = script.__name__.replace("_", "-")
        add(Behaviour(name, script, says, **more))
        return script

    return kept


def add(behaviour: Behaviour) -> None:
    """Put a behaviour into the corpus."""
    assert behaviour.name not in BEHAVIOURS, behaviour.name
    BEHAVIOURS[behaviour.name] = behaviour


def head(*lines: str, status: str = "200 OK") -> bytes:
    """The head of an answer."""
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode("latin-1")


def whole(body: bytes, *lines: str, status: str = "200 OK") -> list[Part]:
    """A whole answer."""
    return [
        head(*(lines or (JSON,)), f"Content-Length: {len(body)}", status=status),
        body,
    ]


def endless(*lines: str, piece: bytes, most: int = 48 * MB) -> Iterator[Part]:
    """An answer that goes on for as long as somebody reads, within reason."""
    yield head(*lines, "Connection: close")
    for _ in range(0, most, len(piece)):
        yield piece
    yield None


def completion(**changes: Any) -> dict[str, Any]:
    """A chat completion with changes."""
    message = {"role": "assistant", "content": "Hi."}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "reference-chat",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11},
    } | changes


def completed(**changes: Any) -> list[Part]:
    """A chat completion with changes, as a whole answer."""
    return whole(json.dumps(completion(**changes)).encode())
