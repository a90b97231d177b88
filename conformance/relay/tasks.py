"""Midjourney tasks: what was submitted, and its state at any time.

A task is data. Its status, its progress and its times follow from the submission
and the time at which somebody asks; nothing runs in between.
"""

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum

# The share of its length for which a task is submitted but not yet in progress.
_ACCEPTED = 0.25
_KEPT = 1000


class Status(StrEnum):
    """The states of a task."""

    NOT_START = "NOT_START"
    SUBMITTED = "SUBMITTED"
    MODAL = "MODAL"
    IN_PROGRESS = "IN_PROGRESS"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    CANCEL = "CANCEL"


FINAL = frozenset({Status.SUCCESS, Status.FAILURE, Status.CANCEL})


@dataclass(frozen=True, slots=True)
class Task:
    """One task; times and its length are in seconds."""

    id: str
    owner: str
    action: str
    submitted: float
    length: float
    # When its turn comes; never, while it waits for more from its owner.
    begins: float
    prompt: str = ""
    description: str = ""
    state: str | None = None
    hook: str = ""
    bot: str = "MID_JOURNEY"
    parent: str = ""
    custom_id: str = ""
    # Why it will fail; empty: it succeeds.
    fails: str = ""
    # What it writes instead of drawing.
    text: str = ""
    # Where its picture is.
    picture: str = ""
    # Whether it is in no hurry: such tasks are worked on one after another.
    relaxed: bool = False
    cancelled: float = math.inf

    @property
    def end(self) -> float:
        """When it is over, unless it is cancelled before."""
        return self.begins + self.length

    @property
    def steps(self) -> tuple[float, float]:
        """When its status changes after it was submitted."""
        return self.begins + _ACCEPTED * self.length, self.end

    def share(self, now: float) -> float:
        """How much of it is done, from 0 to 1."""
        if now < self.begins:
            return 0.0
        worked = min(now, self.cancelled) - self.begins
        return max(0.0, min(worked / self.length, 1.0))

    def status(self, now: float) -> Status:
        """Its state at this time."""
        if self.cancelled <= min(now, self.end):
            return Status.CANCEL
        if math.isinf(self.begins):
            return Status.MODAL
        if now < self.begins:
            return Status.NOT_START
        if now < self.steps[0]:
            return Status.SUBMITTED
        if now < self.end:
            return Status.IN_PROGRESS
        return Status.FAILURE if self.fails else Status.SUCCESS

    def is_over(self, now: float) -> bool:
        """Whether nothing will change any more."""
        return self.status(now) in FINAL


@dataclass(slots=True)
class Tasks:
    """The tasks of one relay, each seen by its owner only."""

    _kept: dict[str, Task] = field(default_factory=dict)

    def put(self, task: Task) -> Task:
        """Store a task, in place of an earlier version of it."""
        self._kept[task.id] = task
        if len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return task

    def find(self, id: str, owner: str) -> Task | None:
        """A task of its owner; None if there is none."""
        task = self._kept.get(id)
        return task if task and task.owner == owner else None

    def drawn(self, id: str) -> Task | None:
        """A task for its picture, which needs no key; None if there is none."""
        return self._kept.get(id)

    def of(self, owner: str) -> list[Task]:
        """The tasks of an owner, newest first."""
        return [task for task in reversed(self._kept.values()) if task.owner == owner]

    def turn(self, owner: str, now: float) -> float:
        """When the next relaxed task of an owner can begin."""
        waiting = [task.end for task in self._relaxed(owner, now)]
        return max(waiting, default=now)

    def queued(self, owner: str, now: float) -> int:
        """How many relaxed tasks of an owner are not over."""
        return len(self._relaxed(owner, now))

    def free_id(self, number: int) -> str:
        """An id that no task has, near the wanted one."""
        while str(number) in self._kept:
            number += 1
        return str(number)

    def copied(self) -> "Tasks":
        """The same tasks, in a store of their own."""
        return Tasks(dict(self._kept))

    def _relaxed(self, owner: str, now: float) -> list[Task]:
        return [
            task
            for task in self._kept.values()
            if task.owner == owner
            and task.relaxed
            and not task.is_over(now)
            and not math.isinf(task.begins)
        ]


def resumed(task: Task, prompt: str, now: float) -> Task:
    """A task that waited for input, which has come."""
    return replace(task, prompt=prompt or task.prompt, begins=now)
