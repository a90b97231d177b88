"""Refusals: the same on every route (source: openai/errors#one-form)."""

from collections import Counter
from collections.abc import Callable

from conformance import (
    SHOULD,
    Blocked,
    Case,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Violation,
    anywhere,
    requirement,
    same_answer,
)
from conformance.requirements.reading import summary_of
from conformance.requirements.refusals import is_documented, refused

_NO_ROUTE = (404, 405, 501)


@requirement(
    "errors.routes.status",
    SHOULD,
    on="errors/routes",
    source="openai/errors#one-form",
    fix="Refuse what is wrong on every route by the same code.",
)
def test_routes_refuse_with_one_status(
    recording: Recording, case: Case, profile: Profile
) -> None:
    """The same wrong body gets the same status on every route."""
    refusals = _refusals(recording)
    if not all(is_documented(exchange, case, profile) for exchange in refusals):
        raise Blocked("a status is not the documented one")
    usual, odd = _odd_one(refusals, lambda exchange: exchange.status)
    if odd is not usual:
        expected = f"status {usual.status}, as on {usual.step}"
        raise Violation(expected, summary_of(odd), "the status", odd)


@requirement(
    "errors.routes.form",
    SHOULD,
    on="errors/routes",
    source="openai/errors#one-form",
    fix="Write the errors of all routes by the same code.",
    explained_by=(
        *same_answer("errors.no-5xx", "errors.json", "errors.envelope", "errors.type"),
        *anywhere("errors.json", when="errors/routes"),
        *anywhere("errors.envelope", when="errors/routes"),
        *anywhere("errors.type", when="errors/routes"),
    ),
)
def test_routes_refuse_in_one_form(
    recording: Recording, case: Case, profile: Profile
) -> None:
    """The same wrong body gets an error of the same form on every route."""
    refusals = _refusals(recording)
    if len({profile.envelope(e.status, case.status) for e in refusals}) > 1:
        raise NotOffered("the document has several forms for their statuses")
    usual, odd = _odd_one(refusals, _form)
    if odd is not usual:
        expected = f"{_form(usual)}, as on {usual.step}"
        raise Violation(expected, summary_of(odd), "the body", odd)


def _refusals(recording: Recording) -> list[Exchange]:
    """The refusals of the routes that there are; NotOffered if they are too few."""
    there = [e for e in map(refused, recording) if e.status not in _NO_ROUTE]
    if len(there) < 2:
        raise NotOffered("fewer than two of the routes are there")
    return there


def _odd_one(
    refusals: list[Exchange], trait: Callable[[Exchange], object]
) -> tuple[Exchange, Exchange]:
    """A refusal of the most frequent kind, and one of another; twice it if none is."""
    kind = Counter(map(trait, refusals)).most_common(1)[0][0]
    usual = next(exchange for exchange in refusals if trait(exchange) == kind)
    return usual, next((e for e in refusals if trait(e) != kind), usual)


def _form(exchange: Exchange) -> str:
    """What a refusal looks like, without its words."""
    try:
        body = exchange.error
    except Blocked:
        body = None
    if not isinstance(body, dict):
        return exchange.media_type if exchange.body else "no body"
    error = body.get("error")
    kind = error.get("type") if isinstance(error, dict) else None
    return f"JSON with {', '.join(sorted(body))} of type {kind}"
