"""Which model of a target stands for a kind of model in a case."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from conformance.core.exceptions import Blocked, LimitReached, NotOffered, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.inputs.target import BARE, Target

Get = Callable[[str], Recording]

MODELS_LIST = "models/list"
# What a model of a kind can serve when only one is named, without a kind.
_TEXT = ("chat", "completions")
# Dates in this form are sorted by their text.
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T|$)")


def models_for(kinds: Iterable[str], target: Target, get: Get) -> Mapping[str, str]:
    """The models by their kinds; NotOffered if there is none for one of them."""
    return {kind: model_for(kind, target, get) for kind in kinds}


def model_for(kind: str, target: Target, get: Get) -> str:
    """The model that stands for `${models.<kind>}`; NotOffered says what to name."""
    if model := named_model(kind, target):
        return model
    preferred = target.profile.models.get(kind, ())
    living = _living(get) if preferred else frozenset()
    for model in preferred:
        if model in living:
            return model
    bare = target.models.get(BARE, "")
    if bare and kind in _TEXT:
        return bare
    lacking = f": the target lists none of {', '.join(preferred)}" if preferred else ""
    raise NotOffered(f"no model for {kind}{lacking}; name one with --model {kind}=…")


def with_embeddings(
    models: Mapping[str, str], target: Target, get: Get
) -> Mapping[str, str]:
    """The same with the model for embeddings, if there is one."""
    with suppress(NotOffered):
        return {**models, "embeddings": model_for("embeddings", target, get)}
    return models


def model_choice(kind: str, target: Target) -> str:
    """In words: which model stands for a kind, as far as it is known beforehand."""
    if model := named_model(kind, target):
        return model
    preferred = target.profile.models.get(kind, ())
    bare = target.models.get(BARE, "") if kind in _TEXT else ""
    otherwise = bare or f"not applicable (name one: --model {kind}=…)"
    if not preferred:
        return otherwise
    return f"the first that is listed of {', '.join(preferred)}, else {otherwise}"


def may_have_model(kind: str, target: Target) -> bool:
    """Whether there can be a model for a kind, as far as is known beforehand."""
    bare = kind in _TEXT and BARE in target.models
    return bool(named_model(kind, target) or target.profile.models.get(kind) or bare)


def named_model(kind: str, target: Target) -> str:
    """The model that the target's owner names for a kind."""
    explicit = target.models.get(kind, "")
    only = target.models.get(BARE, "") if kind == "chat" else ""
    return explicit or only


def _living(get: Get) -> frozenset[str]:
    """The ids that the target lists, and that are not past their end; none without one.

    Their end is held against the day of the list, so that a replay finds the same.
    """
    try:
        exchange = get(MODELS_LIST).last
        rows = _rows(exchange)
    except (NotRecorded, NotOffered, Blocked, LimitReached):
        return frozenset()
    today = exchange.started[: len("2026-01-31")]
    return frozenset(row["id"] for row in rows if not _has_ended(row, today))


def _has_ended(row: Mapping[str, Any], today: str) -> bool:
    end = row.get("shutdown_date")
    return isinstance(end, str) and _DATE.match(end) is not None and end < today


def ids_in(exchange: Exchange) -> frozenset[str]:
    """The ids in a list of models; Blocked if the request was refused."""
    return frozenset(row["id"] for row in _rows(exchange))


def _rows(exchange: Exchange) -> list[dict[str, Any]]:
    """The rows of a list of models that have an id."""
    rows = exchange.answer.get("data")
    listed = rows if isinstance(rows, list) else []
    objects = [row for row in listed if isinstance(row, dict)]
    return [row for row in objects if isinstance(row.get("id"), str)]
