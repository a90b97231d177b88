"""Midjourney: how a task goes on (source: midjourney-proxy/api)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Undecided,
    Violation,
    field_of,
    requirement,
)
from conformance.requirements.midjourney._cases import SUCCEEDING, TASKS
from conformance.requirements.midjourney._tasks import (
    FINAL,
    STATUSES,
    TASK,
    WAYS,
    over,
    percent,
    polls,
    successful,
    tasks,
)
from conformance.requirements.reading import whole

PROXY = "midjourney-proxy/api"
TIMES = ("submitTime", "startTime", "finishTime")
_DAY = 86_400_000


@requirement(
    "midjourney.task.forward",
    MUST,
    on=TASKS,
    source=f"{PROXY}#status",
    breaks="Clients that act on a status act on one that does not hold.",
    fix="Let no older answer of the upstream overwrite a newer one.",
)
def test_status_goes_forward(recording: Recording) -> None:
    """The status of a task never goes back."""
    statuses = [task["status"] for task in tasks(recording)]
    if not set(statuses) <= set(STATUSES):
        raise Blocked("the status is none of the documented ones")
    if len(statuses) < 2:
        raise NotOffered("the task was asked for once")
    steps = zip(recording.polls(TASK)[1:], pairwise(statuses), strict=True)
    for exchange, (before, after) in steps:
        if _way(after) < _way(before):
            expected = f"nothing before {before}"
            raise Violation(expected, statuses, "/status", exchange)


@requirement(
    "midjourney.task.progress-order",
    SHOULD,
    on=TASKS,
    source=f"{PROXY}#progress",
    fix="Let no older answer of the upstream overwrite a newer one.",
)
def test_progress_never_falls(recording: Recording) -> None:
    """The progress of a task never falls."""
    known = [
        (exchange, progress)
        for exchange, task in polls(recording)
        if (progress := percent(task.get("progress"))) is not None
    ]
    if len(known) < 2:
        raise NotOffered("a progress came once at most")
    for (_, before), (exchange, after) in pairwise(known):
        if after < before:
            expected, got = "a progress that never falls", [before, after]
            raise Violation(expected, got, "/progress", exchange)


@requirement(
    "midjourney.task.ends",
    MUST,
    on=TASKS,
    source=f"{PROXY}#status",
    breaks="Clients ask for a task forever.",
    fix="Take over the end of a task from the upstream, and let what hangs fail.",
)
def test_task_ends(recording: Recording) -> None:
    """A task comes to an end."""
    questions = polls(recording)
    exchange, last = questions[-1]
    if last["status"] in FINAL:
        return
    if last["status"] not in STATUSES:
        raise Blocked("the status is none of the documented ones")
    # One that waits for its turn, or goes on, may only be slow.
    if all(task["status"] == "SUBMITTED" for _, task in questions):
        at = "/status of the last answer"
        raise Violation(" or ".join(FINAL), last, at, exchange)
    raise Undecided(f"still {last['status']} after {len(questions)} questions")


@requirement(
    "midjourney.task.complete",
    SHOULD,
    on=SUCCEEDING,
    source=f"{PROXY}#progress",
    fix="Set the progress to `100%` together with SUCCESS.",
)
def test_success_is_complete(recording: Recording) -> None:
    """A task with SUCCESS has the progress `100%`."""
    progress = successful(recording).get("progress")
    if percent(progress) is None:
        raise NotOffered("the task tells no progress in percent")
    if percent(progress) != 100:
        raise Violation('"100%"', progress, "/progress", recording[TASK])


@requirement(
    "midjourney.failure.reason",
    MUST,
    on="midjourney/failed",
    source=f"{PROXY}#failure",
    breaks="Callers cannot tell what to change before they pay again.",
    fix="Hand the upstream's reason on as `failReason`.",
)
def test_failure_says_why(recording: Recording) -> None:
    """A task with FAILURE says why."""
    last = over(recording)
    if last["status"] != "FAILURE":
        raise Undecided(f"the task did not fail ({last['status']})")
    reason = field_of(last, "failReason")
    if not isinstance(reason, str) or not reason.strip():
        raise Violation("a reason", reason, "/failReason", recording[TASK])


@requirement(
    "midjourney.cancel.ends",
    MUST,
    on="midjourney/cancelled",
    source="modellss/mj-cancel#answer",
    fix="Hand the cancelling on, and end the task with CANCEL.",
)
def test_cancelled_task_ends(recording: Recording) -> None:
    """A task that was cancelled ends with CANCEL or FAILURE."""
    last = over(recording)
    if last["status"] == "SUCCESS" and len(tasks(recording)) == 1:
        raise Undecided("the task may have been over before it was cancelled")
    if last["status"] == "SUCCESS":
        expected = "CANCEL or FAILURE"
        raise Violation(expected, last["status"], "/status", recording[TASK])


@requirement(
    "midjourney.task.times",
    SHOULD,
    on=TASKS,
    source=f"{PROXY}#times",
    fix="Send times as Unix milliseconds; null or 0 stands for what is not known.",
)
def test_times_are_milliseconds(recording: Recording) -> None:
    """The times of a task are Unix milliseconds, near the exchange."""
    _has_times(recording, 1)
    for exchange, task in polls(recording):
        now = _now(exchange)
        for name, time in _times(task):
            if abs(time - now) > _DAY:
                expected = f"milliseconds within a day of {now}"
                raise Violation(expected, time, f"/{name}", exchange)


@requirement(
    "midjourney.task.times-order",
    SHOULD,
    on=TASKS,
    source=f"{PROXY}#times",
    fix="Set each time once, when it has come.",
)
def test_times_are_in_order(recording: Recording) -> None:
    """A task is submitted, started and finished in this order."""
    _has_times(recording, 2)
    for exchange, task in polls(recording):
        times = dict(_times(task))
        if list(times.values()) != sorted(times.values()):
            raise Violation(" ≤ ".join(TIMES), times, "the task", exchange)


def _has_times(recording: Recording, least: int) -> None:
    """Raise NotOffered unless a task tells so many of its times at once."""
    if not any(len(dict(_times(task))) >= least for task in tasks(recording)):
        raise NotOffered(f"the task never tells {least} of its times")


def _way(status: str) -> int:
    return WAYS.get(status, max(WAYS.values()) + 1)


def _times(task: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The times that are known, by their names."""
    for name in TIMES:
        if whole(task.get(name)) and task[name] > 0:
            yield name, task[name]


def _now(exchange: Exchange) -> int:
    if not exchange.started:
        raise Undecided("the recording does not tell when it was made")
    return int(datetime.fromisoformat(exchange.started).timestamp() * 1000)
