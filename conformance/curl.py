"""A request as a curl line that reproduces it, with the key as a variable."""

import shlex

from conformance.exchange import Exchange, Request
from conformance.redact import MARK

_ARGUMENT_LIMIT = 20_000


def curl_line(exchange: Exchange, key_env: str) -> str:
    """A line for a POSIX shell; `$VAR` stands where the key was."""
    request = exchange.request
    parts = ["curl", "-sS", "-i", "-N", *_method(request), shlex.quote(request.url)]
    for name, value in request.headers:
        parts += ["-H", _quoted(f"{name}: {value}", key_env)]
    if request.body:
        text = request.body.decode("utf-8", "backslashreplace")
        if len(text) > _ARGUMENT_LIMIT:
            text = text[:_ARGUMENT_LIMIT] + "…"
        parts += ["--data-raw", _quoted(text, key_env)]
    return " ".join(parts)


def _method(request: Request) -> list[str]:
    if request.method == "HEAD":
        return ["--head"]  # with -X, curl would wait for a body
    return [] if request.method == "GET" else ["-X", request.method]


def _quoted(text: str, key_env: str) -> str:
    """Single quotes, opened only where the key's variable stands."""
    if MARK not in text or not key_env:
        return shlex.quote(text)
    around = [shlex.quote(part) if part else "" for part in text.split(MARK)]
    return f'"${{{key_env}}}"'.join(around)
