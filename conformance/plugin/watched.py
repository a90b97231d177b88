"""A recording that remembers which of its exchanges was looked at last."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from conformance.core.exchange import Exchange, Recording


@dataclass(frozen=True)
class Watched(Recording):
    """The same recording; the last of `seen` is what a violation was found in.

    A requirement that judges an early step need not say so: it reads that step last.
    """

    seen: list[Exchange] = field(default_factory=list, compare=False)

    @classmethod
    def of(cls, recording: Recording) -> "Watched":
        """A recording that nobody has looked at."""
        return cls(
            recording.case,
            recording.target,
            recording.exchanges,
            recording.observations,
        )

    def polls(self, step: str) -> tuple[Exchange, ...]:
        """Each exchange of a step that is polled, in their order."""
        found = super().polls(step)
        self.seen.extend(found[-1:])
        return found

    def __iter__(self) -> Iterator[Exchange]:
        for exchange in super().__iter__():
            self.seen.append(exchange)
            yield exchange

    @property
    def last(self) -> Exchange:
        """The exchange of the last step; Blocked if it was not sent."""
        self.seen.append(super().last)
        return self.seen[-1]


def recording_of(item: pytest.Item) -> Watched | None:
    """The recording that an item was judged on; None if it was not come by."""
    found = (getattr(item, "funcargs", None) or {}).get("recording")
    return found if isinstance(found, Watched) else None
