"""Which violation explains another, and where that has to be seen."""

from dataclasses import dataclass
from enum import StrEnum


class Bond(StrEnum):
    """What two violations have to share for one to explain the other."""

    ANSWER = "answer"
    PLACE = "place"
    FIELD = "field"
    LESS = "less"
    TARGET = "target"

    @property
    def words(self) -> str:
        """The same as a condition, for people."""
        return _WORDS[self]


_WORDS = {
    Bond.ANSWER: "where the very same answer violates both",
    Bond.PLACE: "where both are violated at the same place of an answer",
    Bond.FIELD: "where a request about the same field violates it",
    Bond.LESS: "where a request that asks for less violates it already",
    Bond.TARGET: "wherever that is violated",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Another requirement (an id or a pattern) whose violation explains one.

    `cases` limits it to some of the cases on which the explained one is judged, and
    `when` to some of those on which the other one is.
    """

    by: str
    bond: Bond
    cases: str = "*"
    when: str = "*"


def same_answer(*by: str, cases: str = "*") -> tuple[Explanation, ...]:
    """Explained by what the very same answer violates."""
    return tuple(Explanation(id, Bond.ANSWER, cases) for id in by)


def same_place(*by: str, cases: str = "*") -> tuple[Explanation, ...]:
    """Explained by what is violated at the same place of another answer."""
    return tuple(Explanation(id, Bond.PLACE, cases) for id in by)


def same_field(*by: str, cases: str = "*") -> tuple[Explanation, ...]:
    """Explained by what a request about the same field violates."""
    return tuple(Explanation(id, Bond.FIELD, cases) for id in by)


def less_asked(*by: str, cases: str = "*", when: str = "*") -> tuple[Explanation, ...]:
    """Explained by what a request violates that asks for nothing else, or for less."""
    return tuple(Explanation(id, Bond.LESS, cases, when) for id in by)


def anywhere(*by: str, when: str = "*") -> tuple[Explanation, ...]:
    """Explained by another violation on the target, whatever shows it."""
    return tuple(Explanation(id, Bond.TARGET, when=when) for id in by)
