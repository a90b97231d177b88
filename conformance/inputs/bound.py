"""Bounds of a field, as a contract states them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bound:
    """The least and the most of a number, or of the items of a list; None: no bound.

    `stated` says that the vendor's own document has them, not the reference's alone.
    """

    least: float | None = None
    most: float | None = None
    stated: bool = False

    def __bool__(self) -> bool:
        return (self.least, self.most) != (None, None) or self.stated

    def allows(self, value: Any) -> bool:
        """Whether a value is within; what has no measure here is."""
        measure = len(value) if isinstance(value, list) else value
        if isinstance(measure, bool) or not isinstance(measure, int | float):
            return True
        above = self.least is None or measure >= self.least
        return above and (self.most is None or measure <= self.most)

    def excludes(self, value: Any) -> bool:
        """Whether a value may be refused: beyond a bound, or for another reason."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return not (number or value == []) or not self.allows(value)


def bound_of(row: Mapping[str, Any]) -> Bound:
    """The bounds that a row of a profile states."""
    return Bound(row.get("least"), row.get("most"), row.get("stated", False))
