"""Exchanges as text, for Allure's attachments: as they went, and harmless to show."""

from collections.abc import Iterator

from conformance.core.exchange import Exchange
from conformance.core.message import Event, Headers
from conformance.formats.escape import visible

# Beyond this an attachment is no longer read; the recording has all of it.
_LONGEST = 200_000


def request(exchange: Exchange) -> str:
    """The request of an exchange as it was sent."""
    sent = exchange.request
    head = [f"{sent.method} {sent.url}", *_headers(sent.headers)]
    return harmless("\n".join([*head, "", _body(sent.body)]))


def response(exchange: Exchange) -> str:
    """The response of an exchange as it came, and the waits before it."""
    got = exchange.response
    waits = [f"(after {a.status}, waited {a.waited:.1f} s)" for a in exchange.attempts]
    head = [*waits, f"{got.http} {got.status}", *_headers(got.headers), ""]
    cut = [f"\n(cut: {got.cut})"] if got.cut else []
    return harmless("\n".join([*head, _content(exchange), *cut]))


def harmless(text: str) -> str:
    """`text` with its lines kept, and all else in it that acts or hides shown."""
    return "\n".join(map(visible, text.split("\n")))


def _content(exchange: Exchange) -> str:
    """The events of a stream as they came, or the body."""
    if not exchange.events:
        return _body(exchange.body)
    left = [_body(exchange.leftover)] if exchange.leftover else []
    return _cut("\n".join([*map(_event, exchange.events), *left]))


def _event(event: Event) -> str:
    return f"{event.at:8.3f} s  {event.type}: {event.data}"


def _headers(headers: Headers) -> Iterator[str]:
    return (f"{name}: {value}" for name, value in headers)


def _body(data: bytes) -> str:
    if b"\0" in data:
        return f"({len(data)} bytes that are no text)"
    return _cut(data.decode("utf-8", "backslashreplace"))


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}…\n({len(text)} characters; the recording has them all)"
