"""Reads submits and tasks for requirements: what is missing blocks."""

from typing import Any

from conformance import (
    Blocked,
    Exchange,
    Recording,
    Undecided,
    Violation,
    judges_exchange,
)
from conformance.requirements.reading import has_json_type, is_accepted, objects

USABLE = (1, 21, 22)
# What a relay says that has too much to do.
BUSY = (23, 30)
FINAL = ("SUCCESS", "FAILURE", "CANCEL")
# Each status with how far a task has come by then; some relays begin with none.
WAYS = {"": 0, "NOT_START": 0, "MODAL": 0, "SUBMITTED": 1, "IN_PROGRESS": 2}
STATUSES = (*WAYS, *FINAL)
TASK = "task"


@judges_exchange
def is_taken(exchange: Exchange) -> None:
    """Raise a Violation unless a submit was answered with a usable code."""
    is_accepted(exchange)
    code = exchange.answer.get("code")
    if code in BUSY:
        raise Undecided(f"the target has too much to do (code {code})")
    if code not in USABLE:
        raise Violation("code 1, 21 or 22", got=exchange.answer, at="/code")


def labelled(exchange: Exchange) -> Exchange:
    """The exchange if its body is labelled as JSON; Blocked if it is not."""
    if exchange.accepted and not has_json_type(exchange):
        raise Blocked("the body is not labelled as JSON")
    return exchange


def taken(exchange: Exchange) -> dict[str, Any]:
    """The answer to a submit that was taken; Blocked if it was not."""
    if exchange.answer.get("code") not in USABLE:
        raise Blocked("nothing was begun")
    return exchange.answer


def polls(recording: Recording) -> list[tuple[Exchange, dict[str, Any]]]:
    """Each question about the task, with the task; Blocked if one answer is no task."""
    polls = [(exchange, exchange.answer) for exchange in recording.polls(TASK)]
    if not polls or not all(isinstance(task.get("status"), str) for _, task in polls):
        raise Blocked("the answers are not tasks")
    return polls


def tasks(recording: Recording) -> list[dict[str, Any]]:
    """The task as each question found it; Blocked if one answer is no task."""
    return [task for _, task in polls(recording)]


def over(recording: Recording) -> dict[str, Any]:
    """The task at its end; Undecided if no end was seen."""
    last = tasks(recording)[-1]
    if last["status"] not in STATUSES:
        raise Blocked("the status is none of the documented ones")
    if last["status"] not in FINAL:
        raise Undecided("the task did not end while it was asked for")
    return last


def successful(recording: Recording) -> dict[str, Any]:
    """The task with what it has made; Undecided if it ended otherwise."""
    last = over(recording)
    if last["status"] != "SUCCESS":
        reason = last.get("failReason")
        raise Undecided(f"the task ended with {last['status']} ({reason})")
    return last


def percent(progress: object) -> int | None:
    """A progress such as `40%` as a number; None if it tells none."""
    if not isinstance(progress, str) or not progress.endswith("%"):
        return None
    number = progress[:-1]
    return int(number) if number.isdigit() and number.isascii() else None


def hooked(recording: Recording) -> list[dict[str, Any]]:
    """The tasks that were sent to the hook, in their order."""
    visits = objects(recording.observations.get("listener"))
    bodies = [visit.get("body") for visit in visits if visit.get("kind") == "hook"]
    return [body if isinstance(body, dict) else {} for body in bodies]
