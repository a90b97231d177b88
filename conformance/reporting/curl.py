"""A request as a curl line that reproduces it, with the key as a variable."""

import shlex
from email import message_from_bytes, policy
from email.message import Message

from conformance.core.exchange import Exchange
from conformance.core.marks import MARK
from conformance.core.message import Request

_ARGUMENT_LIMIT = 20_000


def curl_line(exchange: Exchange, key_env: str) -> str:
    """A line for a POSIX shell; `$VAR` stands where the key was."""
    request = exchange.request
    parts = ["curl", "-sS", "-i", "-N", *_method(request), shlex.quote(request.url)]
    form = _form(request)
    for name, value in request.headers:
        if not (form and name.lower() == "content-type"):  # curl sets it with its own
            parts += ["-H", _quoted(f"{name}: {value}", key_env)]
    if form:
        parts += [_quoted(part, key_env) for part in form]
    elif request.body:
        text = request.body.decode("utf-8", "backslashreplace")
        if len(text) > _ARGUMENT_LIMIT:
            text = text[:_ARGUMENT_LIMIT] + "…"
        parts += ["--data-raw", _quoted(text, key_env)]
    return " ".join(parts)


def _method(request: Request) -> list[str]:
    if request.method == "HEAD":
        return ["--head"]  # with -X, curl would wait for a body
    return [] if request.method == "GET" else ["-X", request.method]


def _form(request: Request) -> list[str]:
    """The arguments for a multipart body; its files are those of `cases/files`."""
    kind = next((v for n, v in request.headers if n.lower() == "content-type"), "")
    if not kind.startswith("multipart/form-data"):
        return []
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    message = message_from_bytes(head + request.body, policy=policy.HTTP)
    return [a for part in message.iter_parts() for a in _part(part)]


def _part(part: Message) -> list[str]:
    name = part.get_param("name", header="content-disposition")
    if part.get_filename():
        file = f"@{part.get_filename()};type={part.get_content_type()}"
        return ["-F", f"{name}={file}"]
    text = bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return ["--form-string", f"{name}={text}"]


def _quoted(text: str, key_env: str) -> str:
    """Single quotes, opened only where the key's variable stands."""
    if MARK not in text or not key_env:
        return shlex.quote(text)
    around = [shlex.quote(part) if part else "" for part in text.split(MARK)]
    return f'"${{{key_env}}}"'.join(around)
