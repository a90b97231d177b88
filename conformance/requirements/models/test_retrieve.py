"""Models: one by its id (source: openai/models#retrieve)."""

from typing import Any

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Violation,
    matches,
    requirement,
)
from conformance.requirements.reading import is_accepted, rows
from conformance.requirements.refusals import is_refused

SOURCE = "openai/models#retrieve"


def _listed(exchange: Exchange, listing: Recording | None) -> dict[str, Any]:
    """The list's entry of the model that was retrieved."""
    if listing is None:
        raise Blocked("there is no list of models")
    id = exchange.request.url.partition("/models/")[2].partition("?")[0]
    entries = [row for row in rows(listing["list"]) if row.get("id") == id]
    if not entries:
        raise Blocked("the model is not listed")
    return entries[0]


@requirement(
    "models.retrieve.accepted",
    MUST,
    on="models/retrieve",
    source=SOURCE,
    breaks="Clients that check a model before they use it report it as missing.",
    fix="Answer GET /models/{id} with 200 for every listed model.",
)
def test_listed_model_is_answered(exchange: Exchange) -> None:
    """A model in use is answered with 200."""
    is_accepted(exchange)


@requirement(
    "models.retrieve.shape",
    SHOULD,
    on="models/retrieve",
    source=SOURCE,
    fix="Send `id`, `object`, `created` (an integer) and `owned_by`.",
)
def test_model_has_the_documented_fields(exchange: Exchange, profile: Profile) -> None:
    """A retrieved model has all fields that are documented of one in the list."""
    matches(exchange.answer, profile.model_schema)


@requirement(
    "models.retrieve.same-id",
    SHOULD,
    on="models/retrieve",
    source=SOURCE,
    fix="Return the model that was asked for.",
)
def test_model_is_the_one_asked_for(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A retrieved model has the id that was asked for."""
    got, id = exchange.answer.get("id"), _listed(exchange, beside)["id"]
    if not isinstance(got, str):
        raise Blocked("the model has no id")
    if got != id:
        raise Violation(f'"{id}"', got=got, at="/id")


@requirement(
    "models.retrieve.same-created",
    SHOULD,
    on="models/retrieve",
    source=SOURCE,
    fix="Store when a model was created instead of reading the clock.",
)
def test_created_is_the_listed_one(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A retrieved model has the `created` that the list shows."""
    listed = _listed(exchange, beside)
    if "created" not in listed:
        raise NotOffered("the list says of no model when it was made")
    created, got = listed["created"], exchange.answer.get("created")
    if created is None or got is None:
        raise Blocked("`created` is missing")
    if got != created:
        raise Violation(str(created), got=got, at="/created")


@requirement(
    "models.retrieve-unknown",
    MUST,
    on="models/retrieve-unknown",
    source="openai/models#unknown",
    breaks="Clients that check a model before they use it take it for an existing one.",
    fix="Answer GET /models/{id} with 404 for a model that you do not list.",
)
def test_unknown_model_cannot_be_retrieved(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A model that does not exist cannot be retrieved."""
    is_refused(exchange, beside)
