"""Which exchange shows a violation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation


@dataclass(frozen=True, slots=True)
class Evidence:
    """An exchange, and the recording that it is of."""

    recording: Recording
    exchange: Exchange

    def numbers(self, alike: Sequence[Exchange]) -> tuple[int, ...]:
        """The places in its recording of the exchange, and of those alike."""
        # Polls of one step may be equal: it is this one, not one that equals it.
        places = {id(exchange): n for n, exchange in enumerate(self.recording)}
        return tuple(places[id(exchange)] for exchange in (self.exchange, *alike))

    @property
    def step(self) -> str:
        """The exchange's step; empty if its recording has no other exchange."""
        return self.exchange.step if len(self.recording.exchanges) > 1 else ""


# What shows the violation that an item ended with.
EVIDENCE = pytest.StashKey[Evidence]()


def recording_of(item: pytest.Item) -> Recording | None:
    """The recording that an item was judged on; None if it could not be had."""
    return next(recordings_of(item), None)


def evidence_of(item: pytest.Item, error: BaseException | None) -> Evidence | None:
    """What shows a violation: the exchange that it names, or the last of the case.

    The one that it names may be of the companion case, in a recording of its own.
    """
    return shown_by(error, list(recordings_of(item)))


def shown_by(
    error: BaseException | None, recordings: Sequence[Recording]
) -> Evidence | None:
    """What shows a violation, in the recordings of a case and of its companion."""
    shown = error.exchange if isinstance(error, Violation) else None
    for recording in recordings:
        # Polls of one step may be alike: it is this one, not one that equals it.
        if any(exchange is shown for exchange in recording):
            assert shown is not None
            return Evidence(recording, shown)
    own = next(iter(recordings), None)
    return Evidence(own, own.exchanges[-1]) if own and own.exchanges else None


def recordings_of(item: pytest.Item) -> Iterator[Recording]:
    """What an item was given: the recording of its case, then its companion's."""
    arguments = getattr(item, "funcargs", None) or {}
    for name in ("recording", "beside"):
        if isinstance(arguments.get(name), Recording):
            yield arguments[name]
