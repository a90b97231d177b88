"""Models: the list (source: openai/models#list)."""

from collections.abc import Mapping
from typing import Any

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Profile,
    Violation,
    matches,
    requirement,
    same_place,
)
from conformance.requirements.reading import is_accepted, objects

SOURCE = "openai/models#list"
LIST = ("models/list", "http/gzip")


def _ids(answer: dict[str, Any]) -> list[str]:
    if answer.get("data") == []:
        raise Blocked("the list is empty")
    ids = [row.get("id") for row in objects(answer.get("data"))]
    if not ids or not all(isinstance(id, str) for id in ids):
        raise Blocked("the list has no ids of the documented shape")
    return [str(id) for id in ids]


@requirement(
    "models.list.accepted",
    MUST,
    on="models/list",
    source=SOURCE,
    breaks="Clients that offer a choice of models show none.",
    fix="Answer GET /models with 200 and the list.",
)
def test_list_is_answered(exchange: Exchange) -> None:
    """The list of models is answered with 200."""
    is_accepted(exchange)


@requirement(
    "models.list.shape",
    MUST,
    on=LIST,
    source=SOURCE,
    breaks="Clients read `data` and each `id` without looking; they fail on others.",
    fix="Put the models into a list `data`, each with a text `id`.",
)
def test_list_has_ids(exchange: Exchange) -> None:
    """The list is in `data`, and each model has an id."""
    matches(exchange.answer, "wire/model-list")
    _ids(exchange.answer)


@requirement(
    "models.list.fields",
    MUST,
    on="models/list",
    source=SOURCE,
    breaks="Typed clients (Kotlin, PHP, Dart) fail to read a model without them.",
    fix="Send `object`, `created` (an integer) and `owned_by` for each model.",
    explained_by=same_place("models.list.shape"),
)
def test_list_has_the_documented_fields(exchange: Exchange, profile: Profile) -> None:
    """The list and each of its models have all documented fields."""
    _ids(exchange.answer)
    matches(exchange.answer, profile.settings["models_list"])


@requirement(
    "models.list.engines",
    MUST,
    on="models/list",
    source="vmware/models#list",
    only_stated=True,
    fix="Send `created`, `model_type` and `model_engine` for each model.",
)
def test_list_names_engines(exchange: Exchange) -> None:
    """Each model names its type and engine."""
    _ids(exchange.answer)
    matches(exchange.answer, "wire/model-list-vmware")


@requirement(
    "models.list.not-empty",
    MUST,
    on="models/list",
    source=SOURCE,
    breaks="Clients that offer a choice of models show none.",
    fix="List the models that the key may use.",
)
def test_list_is_not_empty(exchange: Exchange) -> None:
    """The list holds at least one model."""
    data = exchange.answer.get("data")
    if not isinstance(data, list):
        raise Blocked("the answer has no list")
    if not data:
        raise Violation("at least one model", got=data, at="/data")


@requirement(
    "models.list.unique",
    SHOULD,
    on="models/list",
    source=SOURCE,
    fix="List each model once.",
)
def test_ids_are_unique(exchange: Exchange) -> None:
    """Each model is listed once."""
    ids = _ids(exchange.answer)
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise Violation("each id once", got=twice, at="/data/*/id")


@requirement(
    "models.list.serves",
    SHOULD,
    on="models/list",
    source=SOURCE,
    fix="List every model that the key may use.",
)
def test_models_in_use_are_listed(
    exchange: Exchange, models: Mapping[str, str]
) -> None:
    """Each model that the target's owner names is listed."""
    if not models:
        raise NotOffered("no model is named: all that are used come from the list")
    ids = _ids(exchange.answer)
    missing = sorted(set(models.values()) - set(ids))
    if missing:
        raise Violation(f"{', '.join(missing)} among the ids", ids, "/data/*/id")
