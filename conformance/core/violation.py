"""A requirement that does not hold: what was expected, what came, and where."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, Self, TypeVar

from conformance.core.brief import brief, clipped
from conformance.core.exchange import Exchange
from conformance.core.finding import general, place

P = ParamSpec("P")
T = TypeVar("T")
NOTHING = object()
# A target's own text may stand in what is expected, and in where.
_LONGEST = 2000


class Violation(AssertionError):
    """A requirement that does not hold: what was expected, what came, and where.

    `exchange` is the one that shows it; without it, that is the last of the recording.
    `kind` tells apart the ways in which one requirement can be violated, in a word that
    stays: clients that trip over one of them may take another.
    """

    def __init__(
        self,
        expected: str,
        got: object = NOTHING,
        at: str = "",
        exchange: Exchange | None = None,
        *,
        kind: str = "",
    ) -> None:
        self.expected = clipped(expected, _LONGEST)
        self.got = "" if got is NOTHING else brief(got)
        self.at = clipped(at, _LONGEST)
        self.exchange = exchange
        self.kind = kind
        # The fields of the request that may be to blame; None: those of its case.
        self.about: tuple[str, ...] | None = None
        # What other answers violate it by, and those that show nothing else than this.
        self.more: tuple[Violation, ...] = ()
        self.alike: tuple[Exchange, ...] = ()
        super().__init__(self.expected, self.got, self.at)

    def of_all(self, alike: Iterable[Exchange]) -> Self:
        """The same, shown by these exchanges as well."""
        self.alike = (*self.alike, *alike)
        return self

    @property
    def gist(self) -> tuple[str, ...]:
        """What is wrong and where, without the numbers and texts of one answer."""
        return (general(self.expected), *place(self.expected, self.at))

    def __str__(self) -> str:
        parts = [f"expected {self.expected}"]
        if self.got:
            parts.append(f"got {self.got}")
        if self.at:
            parts.append(f"at {self.at}")
        return ", ".join(parts)


def judges_exchange(
    judge: Callable[Concatenate[Exchange, P], T],
) -> Callable[Concatenate[Exchange, P], T]:
    """Mark a helper that judges the exchange it takes first.

    That exchange shows each Violation the helper raises, unless it names another.
    """

    @wraps(judge)
    def judging(exchange: Exchange, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return judge(exchange, *args, **kwargs)
        except Violation as violation:
            violation.exchange = violation.exchange or exchange
            raise

    return judging
