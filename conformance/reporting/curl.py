"""A request as a curl line that reproduces it, with the key as a variable.

What the line cannot hold, it says behind a `#`.
"""

import shlex
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.message import Message

from conformance.core.exchange import Exchange
from conformance.core.marks import MARK, WITHHELD
from conformance.core.message import Request
from conformance.formats.paths import data

_ARGUMENT_LIMIT = 20_000  # bytes


def curl_line(exchange: Exchange, key_env: str, notes: Iterable[str] = ()) -> str:
    """A line for a POSIX shell; `$VAR` stands where the key was.

    `notes` say what else is to be known of the request.
    """
    request = exchange.request
    parts = [
        "curl",
        "-sS",
        "-i",
        "-N",
        *_method(request),
        _quoted(request.url, key_env),
    ]
    form = _form(request)
    for name, value in request.headers:
        # curl sets the type of a form with its own boundary.
        if WITHHELD not in value and not (form and name.lower() == "content-type"):
            parts += ["-H", _quoted(f"{name}: {value}", key_env)]
    if form:
        parts += [_quoted(part, key_env) for part in form]
    elif request.body:
        parts += _body(request, key_env)
    left_out = [*_left_out(request, form), *notes]
    comment = [f"# {'; '.join(left_out)}"] if left_out else []
    return " ".join([*_piped(request, form), *parts, *comment])


def _method(request: Request) -> list[str]:
    if request.method == "HEAD":
        return ["--head"]  # with -X, curl would wait for a body
    bare = request.method == "GET" and not request.body
    return [] if bare else ["-X", request.method]


def _body(request: Request, key_env: str) -> list[str]:
    typed = any(name.lower() == "content-type" for name, _ in request.headers)
    untyped = [] if typed else ["-H", "Content-Type:"]  # curl would add one of its own
    if _is_long(request):
        return [*untyped, "--data-binary", "@body"]
    text = _text(request)
    if text is None:
        return [*untyped, "--data-binary", "@-"]
    return [*untyped, "--data-raw", _quoted(text, key_env)]


def _is_long(request: Request) -> bool:
    return len(request.body) > _ARGUMENT_LIMIT


def _text(request: Request) -> str | None:
    """The body as a text that can be an argument; None if it is none."""
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _piped(request: Request, form: list[str]) -> list[str]:
    """What writes a body that cannot be an argument."""
    if form or not request.body or _is_long(request) or _text(request) is not None:
        return []
    escaped = "".join(map(_octal, request.body))
    return ["printf", "'%b'", shlex.quote(escaped), "|"]


def _octal(byte: int) -> str:
    plain = chr(byte)
    return plain if plain.isascii() and plain.isalnum() else f"\\0{byte:03o}"


def _left_out(request: Request, form: list[str]) -> Iterator[str]:
    """What a line does not hold of a request."""
    for name, value in request.headers:
        if WITHHELD in value:
            yield f"left out: the header {shlex.quote(name)}, whose value is withheld"
    if "-F" in form:
        yield "the files lie in cases/files of the suite"
    elif not form and _is_long(request):
        size = len(request.body)
        yield f"left out: the body of {size} bytes, which the recording holds"


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
        said, kind = str(part.get_filename()), part.get_content_type()
        file = _file(bytes(part.get_payload(decode=True) or b"")) or said
        named = "" if file == said else f";filename={said}"
        return ["-F", f"{name}=@{file}{named};type={kind}"]
    text = bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return ["--form-string", f"{name}={text}"]


def _file(content: bytes) -> str:
    """The file of the suite with this content, which may be sent by another name."""
    files = sorted((data("cases") / "files").iterdir())
    return next((file.name for file in files if file.read_bytes() == content), "")


def _quoted(text: str, key_env: str) -> str:
    """Single quotes, opened only where the key's variable stands."""
    if MARK not in text or not key_env:
        return shlex.quote(text)
    around = [shlex.quote(part) if part else "" for part in text.split(MARK)]
    return f'"${{{key_env}}}"'.join(around)
