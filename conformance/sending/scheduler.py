"""Hands out what is to be recorded: each piece when it is ready, none too early."""

import heapq
import threading
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field

from conformance.core.exchange import Recording
from conformance.inputs.case import Case
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.applicability import needed

# Cheap exchanges that any target with a right key answers, tried in this order.
FIRST = ("chat/minimal", "completions/minimal", "models/list")

Rest = Generator[float, None, Recording]


@dataclass(slots=True)
class Job:
    """A case: not yet begun, or with the rest of what is to be sent."""

    case: Case
    # The cases that have to be recorded before.
    needs: tuple[str, ...] = ()
    rest: Rest | None = None


@dataclass(slots=True)
class Scheduler:
    """Work for several threads.

    A case waits, without holding a thread, for others that it needs and for the
    time at which its task is to be asked for again.
    """

    is_done: Callable[[str], bool]
    stop: threading.Event
    _open: list[Job] = field(default_factory=list)
    _parked: list[tuple[float, int, Job]] = field(default_factory=list)
    _parkings: int = 0
    _taken: int = 0
    _change: threading.Condition = field(default_factory=threading.Condition)

    def add(self, works: Iterable[Job]) -> None:
        """More work, behind what there is."""
        self._open.extend(works)

    def take(self) -> Job | None:
        """The next piece that is ready; None if there is nothing left at all."""
        with self._change:
            while (work := self._ready()) is None:
                if not (self._open or self._parked or self._taken):
                    return None
                self._change.wait(self._until_due())
            self._taken += 1
            return work

    def park(self, work: Job, seconds: float) -> None:
        """Give back what was taken: it goes on after so many seconds."""
        with self._change:
            self._parkings += 1
            due = time.monotonic() + seconds
            heapq.heappush(self._parked, (due, self._parkings, work))
            self._taken -= 1
            self._change.notify_all()

    def finish(self) -> None:
        """What was taken is done."""
        with self._change:
            self._taken -= 1
            self._change.notify_all()

    def wake(self) -> None:
        """Look again: `stop` was set."""
        with self._change:
            self._change.notify_all()

    def _ready(self) -> Job | None:
        if self._parked and (self.stop.is_set() or self._until_due() == 0):
            return heapq.heappop(self._parked)[2]
        for place, work in enumerate(self._open):
            if self.stop.is_set() or all(map(self.is_done, work.needs)):
                return self._open.pop(place)
        return None

    def _until_due(self) -> float | None:
        if not self._parked:
            return None
        return max(0.0, self._parked[0][0] - time.monotonic())


def schedule(names: Iterable[str], target: Target, suite: Suite) -> list[Case]:
    """The cases to record, first exchange first, each behind those it waits for."""
    wanted = dict.fromkeys(names)
    first = next((name for name in FIRST if name in wanted), None)
    ordered = ([first] if first else []) + list(wanted)
    order: dict[str, None] = {}
    for name in ordered:
        before = needed(suite.cases[name], target, suite)
        order |= dict.fromkeys((*before, name))
    return [suite.cases[name] for name in order]
