"""Refusals: a model that does not exist (source: openai/errors#unknown-model)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    Profile,
    Recording,
    Undecided,
    requirement,
)
from conformance.requirements.reading import rows
from conformance.requirements.refusals import (
    has_status,
    is_documented,
    is_otherwise_taken,
    is_refused,
)

SOURCE = "openai/errors#unknown-model"
UNKNOWN = "errors/unknown-*"


def _is_alone(listing: Recording | None) -> bool:
    """Whether one model is listed: it may answer to every name."""
    try:
        return listing is not None and len(rows(listing["list"])) == 1
    except Blocked:
        return False


@requirement(
    "errors.unknown-model.refused",
    MUST,
    on=UNKNOWN,
    source=SOURCE,
    breaks="Clients that misspell a model are silently answered by another.",
    fix="Refuse a model that you do not list.",
)
def test_unknown_model_is_refused(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A request for a model that does not exist is refused."""
    if exchange.accepted and _is_alone(beside):
        raise Undecided("only one model is listed, which may answer to every name")
    if not is_documented(exchange, case, profile):
        is_refused(exchange, beside)
    is_otherwise_taken(beside)


@requirement(
    "errors.unknown-model.status",
    SHOULD,
    on=UNKNOWN,
    source=SOURCE,
    fix="Answer a request for a model that does not exist with 404.",
)
def test_unknown_model_has_its_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A model that does not exist is refused with the documented status."""
    has_status(exchange, beside, case, profile)
