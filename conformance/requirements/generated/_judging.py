"""Judges all exchanges of a generated case, and shows the smallest that failed."""

from collections.abc import Iterator

from conformance import (
    Blocked,
    Case,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Undecided,
    Violation,
)
from conformance.generation.checks import judge
from conformance.generation.request import Purpose, purpose_of

ACCEPTED = "generated/*-accepted"
REFUSED = "generated/*-refused"


def all_taken(recording: Recording, profile: Profile, check: str) -> None:
    """Raise the violation of the smallest request that the document allows."""
    _judge(recording, profile, "accepted", check)


def all_declined(recording: Recording, profile: Profile, check: str) -> None:
    """Raise the violation of the smallest request that breaks a statement."""
    _judge(recording, profile, "refused", check)


def all_of(recording: Recording, profile: Profile, case: Case, check: str) -> None:
    """The same for a check that is made of both."""
    taken = case.expects == "success"
    _judge(recording, profile, "accepted" if taken else "refused", check)


def _judge(recording: Recording, profile: Profile, kind: str, check: str) -> None:
    """Raise the Violations of all requests; else what kept all from being judged."""
    judged, hidden = 0, list[Exception]()
    violations: list[Violation] = []
    for purpose, exchange in _by_size(recording, kind, check):
        try:
            judge(check, purpose, exchange, profile)
            judged += 1
        except (Blocked, Undecided, NotOffered) as reason:
            hidden.append(reason)
        except Violation as violation:
            violations.append(_located(violation, purpose, exchange))
    if violations:
        raise _gathered(violations)
    if not judged:
        lost = [reason for reason in hidden if not isinstance(reason, NotOffered)]
        raise next(iter(lost + hidden), Blocked("no request was generated"))


def _gathered(violations: list[Violation]) -> Violation:
    """The first, with each that shows something else.

    Of requests that break a statement, the smallest of each shows something else. Of
    those that are allowed, one that lacks an option of each that is smaller does.
    """
    shown: list[Violation] = []
    for violation in violations:
        known = next((v for v in shown if _covers(v, violation)), None)
        if known is None:
            shown.append(violation)
        elif violation.exchange:
            known.of_all([violation.exchange])
    first, *more = shown
    first.more = tuple(more)
    return first


def _covers(shown: Violation, violation: Violation) -> bool:
    """Whether another request shows nothing more: the same of the same fields."""
    fields = set(shown.about or ())
    return shown.gist == violation.gist and fields <= set(violation.about or ())


def _by_size(
    recording: Recording, kind: str, check: str
) -> Iterator[tuple[Purpose, Exchange]]:
    """The requests of a kind: what one that failed was shrunk to, then by size."""
    shrunk = recording.observations.get("smallest", {}).get(check)
    for exchange in sorted(recording, key=lambda e: (e.step != shrunk, _size(e))):
        purpose = purpose_of(recording, exchange.step)
        if bool(purpose.statement) == (kind == "refused"):
            yield purpose, exchange


def _size(exchange: Exchange) -> tuple[int, bytes]:
    return len(exchange.request.body), exchange.request.body


def _located(violation: Violation, purpose: Purpose, exchange: Exchange) -> Violation:
    """The same, with the statement that was broken, and the exchange."""
    broken = f" (a request that breaks: {purpose.statement})" * bool(purpose.statement)
    expected, kind = violation.expected + broken, violation.kind
    located = Violation(expected, at=violation.at, exchange=exchange, kind=kind)
    located.got = violation.got
    named = (purpose.field,) if purpose.field else ()
    located.about = named if purpose.statement else exchange.request.options
    return located
