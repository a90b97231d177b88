"""What the suite's stand-in for an upstream answers, as data."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

COOKIE = "relaycert_upstream"
# Short words, so that a text that comes twice is noticed by its first.
WORDS = ("One", " two", " three", " four", " five", " six.")
_LONG = 60
_CREATED = 1_750_000_000


def error(message: str, type: str, code: str | None = None) -> dict[str, Any]:
    """An error body as OpenAI sends it."""
    return {"error": {"message": message, "type": type, "param": None, "code": code}}


REFUSALS: Mapping[str, tuple[int, dict[str, Any]]] = {
    "refuses-400": (
        400,
        error("'top_p' is out of its range here.", "invalid_request_error"),
    ),
    "refuses-401": (
        401,
        error(
            "Incorrect API key provided.", "invalid_request_error", "invalid_api_key"
        ),
    ),
    "refuses-429": (
        429,
        error("Rate limit reached.", "requests", "rate_limit_exceeded"),
    ),
    "fails-500": (500, error("The server had an error.", "server_error")),
}


def odd_headers(nonce: str) -> dict[str, str]:
    """What an upstream tells its own caller, and nobody else."""
    return {"Set-Cookie": f"{COOKIE}={nonce}; Path=/; HttpOnly"}


def completion(nonce: str) -> dict[str, Any]:
    """A whole chat completion."""
    message = {"role": "assistant", "content": f"The upstream says {nonce}."}
    return {
        **_head(nonce, "chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 6, "total_tokens": 15},
    }


def chunks(what: str, nonce: str) -> Iterator[str]:
    """The events of a streamed one, without `[DONE]`."""
    words = (" word",) * _LONG if what == "long" else WORDS
    yield _chunk(nonce, {"role": "assistant", "content": ""}, None)
    for word in words:
        yield _chunk(nonce, {"content": word}, None)
    yield _chunk(nonce, {}, "stop")


def _chunk(nonce: str, delta: dict[str, str], finish: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps({**_head(nonce, "chat.completion.chunk"), "choices": [choice]})


def _head(nonce: str, kind: str) -> dict[str, Any]:
    id = f"chatcmpl-{nonce}"
    return {"id": id, "object": kind, "created": _CREATED, "model": "upstream"}
