"""Families: the requests that one endpoint's document allows, and what it forbids."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis.strategies import SearchStrategy

from conformance.core.exchange import Exchange
from conformance.generation.change import Change
from conformance.generation.request import Purpose
from conformance.inputs.profile import REFERENCE, Profile

Json = dict[str, Any]
# Raises a Violation, or Blocked or Undecided, as requirements do.
Check = Callable[[Purpose, Exchange, Profile], None]


def _none() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Field:
    """Optional fields that are drawn together, under the name of the first.

    `values` are objects that are laid over the smallest request. Of several of one
    name, one at most is drawn.
    """

    name: str
    values: SearchStrategy[Json]
    # Drawn only where all of these are offered.
    capabilities: tuple[str, ...] = ()
    # What it cannot stand beside.
    excludes: tuple[str, ...] = ()
    # Fields of the smallest request that it stands for.
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenStatement:
    """One documented statement, and the ways to break it and nothing else.

    `id` tells it from the others of its family; families may share one.
    """

    id: str
    # In words, as reports have it: `temperature is at most 2`.
    statement: str
    field: str
    changes: SearchStrategy[Change]
    capability: str = ""
    # 0: cheap and telling; these go first.
    rank: int = 1
    status: str = "validation"
    # Whether a relay may take such a request all the same.
    lenient: bool = False
    # Whether no client sends such a body, so that a 5xx is no more than a bad refusal.
    unsent: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """The generated requests of one endpoint."""

    name: str
    method: str
    path: str
    # The capability, and the kind of model, that it is about; no model: empty.
    needs: str
    kind: str
    minimal: Callable[[Profile, str], Json]
    fields: Callable[[Profile], tuple[Field, ...]]
    breaks: Callable[[Profile], tuple[BrokenStatement, ...]]
    headers: Mapping[str, str | None]
    # The schemas of an answer and of a chunk of its stream; empty: it is no JSON.
    answer: str = ""
    chunk: str = ""
    # What is judged of its answers beside what is judged of every family's.
    checks: Mapping[str, Check] = field(default_factory=_none)


def inherits(profile: Profile) -> bool:
    """Whether bounds are not the vendor's own: other ranges are legitimate there."""
    return profile.name != REFERENCE
