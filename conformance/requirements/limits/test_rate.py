"""Limits of rate: how a client learns when to come back (source: openai/errors)."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Verbatim,
    Violation,
    requirement,
    same_place,
)
from conformance.requirements.instruments import relayed
from conformance.requirements.reading import summary_of

Headers = tuple[tuple[str, str], ...]
UPSTREAM = "limits/upstream"
_LIMITS = ("rate-limit", "overload")
_WAITS = ("retry-after", "retry-after-ms")


@requirement(
    "limits.retry-after",
    SHOULD,
    on="*",
    source="openai/errors#rate-limit",
    fix="Send `Retry-After` with every 429 that a wait would cure.",
)
def test_limit_says_when_to_come_back(recording: Recording) -> None:
    """A 429 says in a header when to come back."""
    for exchange, headers in _limits(recording):
        if not any(_value(headers, name) for name in _WAITS):
            expected, got = "a `Retry-After` header", f"only {_names(headers)}"
            raise Violation(expected, Verbatim(got), "the headers", exchange)


@requirement(
    "limits.retry-after.form",
    SHOULD,
    on="*",
    source="http/semantics#retry-after",
    fix="Write `Retry-After` as whole seconds, or as an HTTP date.",
)
def test_wait_can_be_read(recording: Recording) -> None:
    """`Retry-After` is a number of seconds or an HTTP date."""
    waits = [
        (exchange, value)
        for exchange, headers in _limits(recording)
        if (value := _value(headers, "retry-after"))
    ]
    if not waits:
        raise NotOffered("no `Retry-After` came")
    for exchange, value in waits:
        if not value.isdecimal() and _date(value) is None:
            expected, got = "seconds or an HTTP date", Verbatim(value)
            raise Violation(expected, got, "Retry-After", exchange)


@requirement(
    "limits.upstream",
    MUST,
    on=UPSTREAM,
    source="one-api/relay#upstream-error",
    breaks="Clients that would wait for a busy upstream give up, or the reverse.",
    fix="Answer the upstream's 429 with 429, or with 503.",
    explained_by=same_place("upstream.refusal"),
)
def test_upstream_limit_is_told(recording: Recording, profile: Profile) -> None:
    """The upstream's rate limit is told with 429 or 503, or as documented."""
    relayed(recording)
    status = recording.last.status
    if status == 0:
        raise Blocked("no answer came")
    if status not in (429, 503) and not profile.means(status, *_LIMITS):
        raise Violation("status 429 or 503", summary_of(recording.last), "the status")


def _names(headers: Headers) -> str:
    return ", ".join(name for name, _ in headers)


def _limits(recording: Recording) -> list[tuple[Exchange, Headers]]:
    """The headers of each refusal for the rate; NotOffered if there is none."""
    limits = [
        (e, headers) for e, status, headers in _answers(recording) if status == 429
    ]
    if recording.case == UPSTREAM:
        raise NotOffered("the limit is the upstream's, which says no more")
    if not limits or "insufficient_quota" in summary_of(recording.last):
        raise NotOffered("no rate limit was met")
    return limits


def _answers(recording: Recording) -> Iterator[tuple[Exchange, int, Headers]]:
    for exchange in recording:
        for attempt in exchange.attempts:
            yield exchange, attempt.status, attempt.headers
        yield exchange, exchange.status, exchange.response.headers


def _value(headers: Headers, name: str) -> str:
    return next((value.strip() for key, value in headers if key.lower() == name), "")


def _date(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
