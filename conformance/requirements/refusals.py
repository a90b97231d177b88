"""Reads refusals, and tells them from what only looks like one."""

from typing import Any

from conformance import (
    Blocked,
    Case,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Undecided,
    Violation,
    judges_exchange,
)
from conformance.requirements.endpoints import ROUTES
from conformance.requirements.reading import (
    has_json_type,
    header_of,
    label_kind,
    summary_of,
)

REFUSALS = (*ROUTES, "auth/chat-*", "auth/completions-*", "models/retrieve-unknown")


def refused(exchange: Exchange) -> Exchange:
    """The exchange if the request was refused; Blocked if it was not."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.accepted:
        raise Blocked(f"the request was accepted ({exchange.status})")
    return exchange


# What comes of the moment, not of the request; and what no mistake of its form is.
_MOMENTS = ("overload", "timeout")
_POLICIES = ("content-policy", "forbidden", "conflict")
# The kinds of refusal of who sends a request.
_OF_KEYS = ("no-key", "wrong-key")


def is_documented(exchange: Exchange, case: Case, profile: Profile) -> bool:
    """Whether the profile's document answers such a request with this status."""
    return exchange.status in profile.statuses.get(case.status, ())


def is_of_the_moment(exchange: Exchange, profile: Profile) -> None:
    """Raise Undecided for a status that is documented for an overload or a timeout."""
    if profile.means(exchange.status, *_MOMENTS):
        raise Undecided(f"the target may have too much to do ({exchange.status})")


def is_of_a_policy(exchange: Exchange, profile: Profile) -> None:
    """Raise Undecided for a status that is documented for what a filter refuses.

    Or for what a key may not do, or what does not fit the state of things.
    """
    if profile.means(exchange.status, *_POLICIES):
        raise Undecided(f"it may be refused for what it says ({exchange.status})")


def may_be_empty(exchange: Exchange, profile: Profile) -> bool:
    """Whether there is no body, and the document promises none."""
    return not exchange.body and not profile.envelope(exchange.status)


def has_bodies(profile: Profile) -> None:
    """Raise NotOffered if the document shows the body of no refusal."""
    if not any(profile.envelopes.values()):
        raise NotOffered("no body of a refusal is documented")


def promises_json(exchange: Exchange, profile: Profile, kind: str) -> None:
    """Raise NotOffered if the document describes the body of a refusal as a text."""
    if profile.error_form(exchange.status, kind).plain:
        raise NotOffered("the document describes a text")


def detail(
    exchange: Exchange, profile: Profile, case: Case, *names: str
) -> dict[str, Any]:
    """The `error` of a refusal; Blocked if it is not there.

    NotOffered where the documented body has no such object, or none of its fields.
    """
    has_bodies(profile)
    form = profile.error_form(_status(exchange, profile, case), case.status)
    if not form.fields:
        raise NotOffered("the documented body has no `error` object")
    if form.fields.isdisjoint(names):
        listed = " or ".join(f"`{name}`" for name in names)
        raise NotOffered(f"the documented `error` has no {listed}")
    body = refused(exchange).error
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        raise Blocked("the body has no `error` object")
    return error


def _status(exchange: Exchange, profile: Profile, case: Case) -> int:
    """The status of a refusal; of a request that was accepted, the documented one.

    What no refusal can have is not lacking because there is none.
    """
    documented = profile.statuses.get(case.status, ())
    return documented[0] if exchange.accepted and documented else exchange.status


def carries_error(exchange: Exchange) -> bool:
    """Whether an accepted request was answered with an error all the same."""
    if any(event.type == "error" for event in exchange.events):
        return True
    try:
        values = [value for _, value in exchange.payloads] if exchange.events else []
        values = values or [exchange.json]
    except Blocked:
        return False
    return any(isinstance(value, dict) and value.get("error") for value in values)


def is_otherwise_taken(beside: Recording | None) -> None:
    """Raise Undecided unless the request is accepted that a case breaks.

    What refuses every request refuses a broken one as well, and shows nothing by it.
    """
    if beside is None:
        raise Undecided("nothing shows that the request is taken as it should be sent")
    if not beside.last.accepted:
        status = beside.last.status
        raise Undecided(f"the request is refused as it should be sent, too ({status})")


def is_refused(exchange: Exchange, beside: Recording | None) -> None:
    """Raise a Violation if a request was accepted that cannot be served.

    `beside` has the request as it should be sent.
    """
    is_not_served(exchange)
    is_otherwise_taken(beside)


@judges_exchange
def is_not_served(exchange: Exchange) -> None:
    """Raise a Violation if a request was accepted that cannot be served."""
    if exchange.status == 0 or exchange.status >= 500:
        raise Blocked(f"no refusal came ({exchange.status})")
    if exchange.accepted and carries_error(exchange):
        raise Blocked("an error came inside a 200")
    if not 400 <= exchange.status < 500:
        raise Violation("a status from 400 to 499", summary_of(exchange), "the status")


@judges_exchange
def has_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """Raise a Violation unless a refusal has a documented status.

    `beside` has the request as it should be sent.
    """
    refused(exchange)
    is_otherwise_taken(beside)
    if not is_documented(exchange, case, profile):
        is_of_the_moment(exchange, profile)
        if exchange.status >= 500:
            raise Blocked("a server error came")
        if case.status not in _OF_KEYS:
            is_of_a_policy(exchange, profile)
        known = " or ".join(map(str, profile.statuses[case.status]))
        raise Violation(f"status {known}", got=summary_of(exchange), at="the status")


@judges_exchange
def is_labelled_as_json(exchange: Exchange) -> None:
    """Raise a Violation unless the body is labelled as JSON."""
    if not has_json_type(exchange):
        got, kind = header_of(exchange, "content-type"), label_kind(exchange)
        raise Violation("application/json", got, "Content-Type", kind=kind)
