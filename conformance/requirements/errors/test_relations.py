"""Refusals: the same on every route (source: openai/errors#one-form)."""

from conformance import (
    SHOULD,
    Blocked,
    Case,
    Exchange,
    Profile,
    Recording,
    Violation,
    requirement,
)
from conformance.requirements.reading import summary_of
from conformance.requirements.refusals import is_documented, refused


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
    first, *others = map(refused, recording)
    if not all(is_documented(exchange, case, profile) for exchange in recording):
        raise Blocked("a status is not the documented one")
    for other in others:
        if other.status != first.status:
            expected = f"status {first.status}, as on {first.step}"
            at = f"the status of {other.step}"
            raise Violation(expected, summary_of(other), at, other)


@requirement(
    "errors.routes.form",
    SHOULD,
    on="errors/routes",
    source="openai/errors#one-form",
    fix="Write the errors of all routes by the same code.",
)
def test_routes_refuse_in_one_form(recording: Recording) -> None:
    """The same wrong body gets an error of the same form on every route."""
    first, *others = map(refused, recording)
    for other in others:
        if _form(other) != _form(first):
            expected = f"{_form(first)}, as on {first.step}"
            at = f"the body of {other.step}"
            raise Violation(expected, summary_of(other), at, other)


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
