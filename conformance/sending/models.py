"""Which model of a target stands for a kind of model in a case."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from conformance.core.exceptions import Blocked, NotOffered, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.inputs.target import BARE, Target

Get = Callable[[str], Recording]

MODELS_LIST = "models/list"
# What a model of a kind can serve when only one is named, without a kind.
_TEXT = ("chat", "completions")


def models_for(kinds: Iterable[str], target: Target, get: Get) -> Mapping[str, str]:
    """The models by their kinds; NotOffered if there is none for one of them."""
    return {kind: model_for(kind, target, get) for kind in kinds}


def model_for(kind: str, target: Target, get: Get) -> str:
    """The model that stands for `${models.<kind>}`; NotOffered says what to name."""
    if model := named_model(kind, target):
        return model
    documented = target.profile.models.get(kind, "")
    if documented and documented in _listed(get):
        return documented
    bare = target.models.get(BARE, "")
    if bare and kind in _TEXT:
        return bare
    raise NotOffered(f"no model for {kind}: name one with --model {kind}=…")


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
    documented = target.profile.models.get(kind, "")
    bare = target.models.get(BARE, "") if kind in _TEXT else ""
    otherwise = bare or f"not applicable (name one: --model {kind}=…)"
    return (
        f"{documented} if it is listed, else {otherwise}" if documented else otherwise
    )


def named_model(kind: str, target: Target) -> str:
    """The model that the target's owner names for a kind."""
    explicit = target.models.get(kind, "")
    only = target.models.get(BARE, "") if kind == "chat" else ""
    return explicit or only


def _listed(get: Get) -> frozenset[str]:
    """The ids that the target lists; none if it has no list."""
    try:
        return ids_in(get(MODELS_LIST).last)
    except (NotRecorded, NotOffered, Blocked):
        return frozenset()


def ids_in(exchange: Exchange) -> frozenset[str]:
    """The ids in a list of models; Blocked if the request was refused."""
    rows = exchange.answer.get("data")
    if not isinstance(rows, list):
        return frozenset()
    known = [row.get("id") for row in rows if isinstance(row, dict)]
    return frozenset(id for id in known if isinstance(id, str))
