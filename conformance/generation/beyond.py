"""Values within the bounds that a contract states of a field, and beyond them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from conformance.generation.change import Put, one, puts
from conformance.generation.family import BrokenStatement, inherits
from conformance.inputs.bound import Bound
from conformance.inputs.profile import Profile

# Fields that are no whole numbers, however their bounds are written.
_REAL = frozenset(
    (
        "frequency_penalty",
        "min_p",
        "presence_penalty",
        "repetition_penalty",
        "speed",
        "temperature",
        "top_p",
    )
)


# Who takes a negative one for none writes a whole window: it is sent in a stream that
# is left, and nowhere else.
_CAP = "max_tokens"


def inside(bound: Bound, *usual: float) -> list[float]:
    """The ends of a range, what lies close to them, and the usual values within."""
    least, most = bound.least, bound.most
    ends: list[float] = [] if least is None else [least, least + 1e-9]
    ends += [] if most is None else [most, most - 1e-6, float(most)]
    return [value for value in (*ends, *usual) if bound.allows(value)]


@dataclass(frozen=True, slots=True)
class Beyond:
    """The statements on the bounds of a route's fields, with what breaks each.

    Where they are not the vendor's own, a relay may have others.
    """

    profile: Profile
    route: str

    def ends(
        self, field: str, capability: str = "", *, loose: bool | None = None
    ) -> Iterator[BrokenStatement]:
        """That a number is at most, and at least, so much."""
        bound = self.profile.bound(self.route, field)
        for id, values in (
            ("most", _above(field, bound)),
            ("least", _below(field, bound)),
        ):
            if field == _CAP and min(values, default=0) < 0:
                yield from self._endless(bound, values)
            elif values:
                end = getattr(bound, id)
                words = f"at {id} {end:g}"
                yield self._broken(field, id, words, values, capability, loose=loose)

    def range(
        self, field: str, *far: float, capability: str = ""
    ) -> Iterator[BrokenStatement]:
        """Both ends of a number in one."""
        bound = self.profile.bound(self.route, field)
        if bound.least is None or bound.most is None:
            yield from self.ends(field, capability)
            return
        values = [*_above(field, bound), *_below(field, bound), *far]
        words = f"from {bound.least:g} to {bound.most:g}"
        yield self._broken(field, "range", words, values, capability)

    def least(
        self, field: str, id: str, words: str, *values: Any
    ) -> Iterator[BrokenStatement]:
        """That there are some items at least, in other words and values."""
        if self.profile.bound(self.route, field).least:
            yield self._broken(field, id, words, values)

    def most(
        self, field: str, words: str, *values: Any, capability: str = ""
    ) -> Iterator[BrokenStatement]:
        """That there are so many at most, in other words and values."""
        if self.profile.bound(self.route, field).most is not None:
            yield self._broken(field, "most", words, values, capability)

    def others(self, judged: Collection[str]) -> Iterator[BrokenStatement]:
        """The bounds of all fields but these."""
        for field in self.profile.bounds.get(self.route, {}):
            if field not in judged:
                yield from self.ends(field)

    def _endless(
        self, bound: Bound, values: Collection[float]
    ) -> Iterator[BrokenStatement]:
        """That a cap is at least a negative one; that none is so is said elsewhere."""
        if not bound.least:
            return
        words, part = f"at least {bound.least:g}", f"{self.route}.stream"
        left = [Put((_CAP,), value, {"stream": True}) for value in values]
        yield replace(
            self._broken(_CAP, "least", words, values, part), changes=one(*left)
        )

    def _broken(
        self,
        field: str,
        id: str,
        words: str,
        values: Collection[Any],
        capability: str = "",
        *,
        loose: bool | None = None,
    ) -> BrokenStatement:
        stated = self.profile.bound(self.route, field).stated
        lenient = inherits(self.profile) and not stated if loose is None else loose
        ways = puts(field, to=list(values))
        return BrokenStatement(
            f"{field}.{id}",
            f"{field} is {words}",
            field,
            ways,
            capability,
            lenient=lenient,
        )


def _above(field: str, bound: Bound) -> list[float]:
    most = bound.most
    if most is None:
        return []
    return [most + 0.1, most + 0.0001] if field in _REAL else [most + 1]


def _below(field: str, bound: Bound) -> list[float]:
    least = bound.least
    if least is None:
        return []
    return [least - 0.1, least - 0.0001] if field in _REAL else [least - 1]
