"""What a noisy target does at times, told from what it does as a rule.

Real servers do not give the same text for the same request each time, not even at
temperature 0. What rests on one text differing from another is put to a test: would a
target that is as steady as `STEADY` agree with itself so seldom?
"""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from conformance import Exchange, Undecided, Violation

T = TypeVar("T")
# Of ten answers to the same request, nine are the same.
STEADY = 0.9
# Of three letters in a row, unrelated texts of one language share one in five.
_COMMON, _TELLING = 1 / 3, 12
# Of a hundred comparisons on a target that steady, one at most blames it.
RISK = 0.01


def is_chance(alike: int, tries: int) -> bool:
    """Whether so few of some tries may be alike by chance (a one-sided binomial test).

    Where all are alike there is nothing to explain.
    """
    if alike == tries:
        return True
    from mpmath import betainc  # only where something differs: it takes 0.1 s

    least = betainc(tries - alike, alike + 1, 0, 1 - STEADY, regularized=True)
    return round(float(least), 9) > RISK


def is_other_text(text: str, other: str) -> bool:
    """Whether two texts have so little in common that neither is made of the other.

    What lacks, repeats, reorders or garbles parts of a text keeps most of its pieces.
    """
    first, second = map(_triples, (text, other))
    size = min(first.total(), second.total())
    return size >= _TELLING and (first & second).total() < _COMMON * size


def _triples(text: str) -> Counter[str]:
    letters = "".join(text.lower().split())
    return Counter(letters[n : n + 3] for n in range(len(letters) - 2))


def are(usual: T, values: Sequence[tuple[Exchange, T]], expected: str, at: str) -> None:
    """Raise a Violation if values, each with its exchange, differ more than by chance.

    Undecided if some do.
    """
    others = [(exchange, value) for exchange, value in values if value != usual]
    if not is_chance(len(values) - len(others), len(values)):
        exchange, value = others[0]
        raise Violation(expected, got=value, at=at, exchange=exchange)
    if others:
        raise Undecided(
            f"{len(others)} of {len(values)} answers differ, by chance or not"
        )


def texts_are(usual: str, values: Sequence[tuple[Exchange, str]], at: str) -> None:
    """The same for texts; Undecided if a text of its own came instead."""
    if any(is_other_text(usual, value) for _, value in values):
        raise Undecided("quite another text came: of this one nothing is lost")
    are(usual, values, f'the text "{usual}"', at)
