"""One statement of a document, and how binding it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import pytest

from conformance.core.explanation import Explanation

_PACKAGE = __name__.split(".")[0]
Judgement = TypeVar("Judgement", bound=Callable[..., None])


class Level(StrEnum):
    """How binding a requirement is, in the words of RFC 2119."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"

    def reaches(self, floor: "Level") -> bool:
        """Whether this level is at least as binding as `floor`."""
        order = list(Level)
        return order.index(self) <= order.index(floor)


MUST, SHOULD, MAY = Level.MUST, Level.SHOULD, Level.MAY


@dataclass(frozen=True, slots=True)
class Requirement:
    """One statement: its id, level, the cases it is judged on, and its source.

    `breaks` says what an ordinary client feels when it is violated, `fix` what the
    relay's author can do. `only_stated` limits it to contracts that state it by name,
    `where` to those that state something: a key of their tables, as `auth.public`.
    `explained_by` names the violations that this one follows from. `own` tells that
    it is the target's owner who states it, in a module outside this package.
    """

    id: str
    level: Level
    on: tuple[str, ...]
    source: str
    fix: str
    breaks: str = ""
    only_stated: bool = False
    explained_by: tuple[Explanation, ...] = ()
    where: str = ""
    # The fields of requests without whose effect it cannot be judged.
    effects: tuple[str, ...] = ()
    own: bool = False

    @property
    def area(self) -> str:
        """The first word of the id."""
        return self.id.split(".", 1)[0]


def requirement(
    id: str,
    level: Level,
    *,
    on: str | tuple[str, ...],
    source: str,
    fix: str,
    breaks: str = "",
    only_stated: bool = False,
    explained_by: tuple[Explanation, ...] = (),
    where: str = "",
    effect: str | tuple[str, ...] = (),
) -> Callable[[Judgement], Judgement]:
    """Mark a function as the judgement of one requirement."""
    patterns = (on,) if isinstance(on, str) else on
    stated = Requirement(
        id,
        Level(level),
        patterns,
        source,
        fix,
        breaks,
        only_stated,
        explained_by,
        where,
        (effect,) if isinstance(effect, str) else effect,
    )

    def mark(judgement: Judgement) -> Judgement:
        own = judgement.__module__.split(".")[0] != _PACKAGE
        marked: Judgement = pytest.mark.requirement(replace(stated, own=own))(judgement)
        return marked

    return mark
