"""Tells Allure what an item judged, and on what. Nothing else imports allure.

It is imported only when it is needed: a run without Allure does not pay for it.
"""

from collections.abc import Iterator
from typing import Any

from conformance.exchange import Event, Exchange, Headers, Recording
from conformance.requirement import Level, Requirement
from conformance.source import Source
from conformance.target import Target
from conformance.verdict import Outcome, Verdict

_SEVERITIES = {Level.MUST: "blocker", Level.SHOULD: "normal", Level.MAY: "minor"}
# Beyond this an attachment is no longer read; the recording has all of it.
_LONGEST = 200_000


def label(
    requirement: Requirement,
    level: Level,
    source: Source | None,
    target: Target,
    sentence: str,
    case: str,
) -> None:
    """Put the item in its place: profile, area, requirement, and where that stands."""
    dynamic = _dynamic()
    dynamic.epic(target.profile.title)
    dynamic.feature(requirement.area)
    dynamic.story(f"{requirement.id}: {sentence}")
    dynamic.severity(_SEVERITIES[level])
    dynamic.title(f"{requirement.id} on {target.name}: {case}")
    dynamic.description(sentence)
    # In place of the whole key, which pytest's parameter would show.
    dynamic.parameter("recording", f"{target.name}: {case}")
    if source is not None:
        dynamic.link(source.url, name=source.title)


def evidence(recording: Recording) -> None:
    """Attach request and response of each exchange as text."""
    for exchange in recording:
        _text(_request(exchange), f"{exchange.step}: request")
        _text(_response(exchange), f"{exchange.step}: response")


def verdict(outcome: Outcome) -> None:
    """Tag what Allure has no status for, and attach how to see it oneself."""
    if outcome.verdict is not Verdict.PASS:
        _dynamic().tag(str(outcome.verdict), str(outcome.level))
    if outcome.curl:
        _text(outcome.curl, "curl")


def _dynamic() -> Any:
    """What labels the item that is under way; Allure has no types for it."""
    import allure

    return allure.dynamic


def _text(body: str, name: str) -> None:
    import allure

    safe = body.encode("utf-8", "backslashreplace").decode()
    allure.attach(safe, name, allure.attachment_type.TEXT)


def _request(exchange: Exchange) -> str:
    sent = exchange.request
    head = [f"{sent.method} {sent.url}", *_headers(sent.headers)]
    return "\n".join([*head, "", _body(sent.body)])


def _response(exchange: Exchange) -> str:
    got = exchange.response
    waits = [f"(after {a.status}, waited {a.waited:.1f} s)" for a in exchange.attempts]
    head = [*waits, f"{got.http} {got.status}", *_headers(got.headers), ""]
    cut = [f"\n(cut: {got.cut})"] if got.cut else []
    return "\n".join([*head, _content(exchange), *cut])


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
