"""Requirements on Midjourney's tasks: what they must not take for a fault."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.core.exceptions import Blocked, NotOffered, Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.violation import Violation
from conformance.tests.helpers import an_exchange
from conformance.tests.packaged import CATALOGUE

JUDGE: dict[str, Callable[..., None]] = {e.id: e.function for e in CATALOGUE.entries}
ID = "1320098173412546"


def asked(value: Any, step: str = "task", status: int = 200) -> Exchange:
    """A question about a task, with its answer."""
    made = an_exchange(status, json.dumps(value).encode(), step=step)
    url = f"http://relay.test/mj/task/{ID}/fetch"
    return replace(made, request=replace(made.request, url=url))


def polled(*answers: Any) -> Recording:
    """A task that was asked for several times."""
    whole = [{"id": ID, "progress": "0%", **answer} for answer in answers]
    return Recording("midjourney/task", "t", tuple(map(asked, whole)))


def statuses(*names: str) -> Recording:
    """A task that had these statuses."""
    return polled(*({"status": name} for name in names))


@pytest.mark.parametrize(
    "found",
    [
        statuses("NOT_START", "IN_PROGRESS", "SUCCESS"),
        statuses("", "SUBMITTED", "SUBMITTED", "FAILURE"),
        statuses("MODAL", "NOT_START", "CANCEL"),
    ],
)
def test_these_ways_are_good(found: Recording) -> None:
    for name in ("forward", "status", "ends"):
        JUDGE[f"midjourney.task.{name}"](found)


def test_one_question_shows_no_way() -> None:
    with pytest.raises(NotOffered):
        JUDGE["midjourney.task.forward"](statuses("SUCCESS"))


def test_a_way_back_is_told() -> None:
    with pytest.raises(Violation):
        JUDGE["midjourney.task.forward"](statuses("IN_PROGRESS", "SUBMITTED"))


@pytest.mark.parametrize("last", ["IN_PROGRESS", "NOT_START", "MODAL"])
def test_what_may_only_be_slow_is_not_decided(last: str) -> None:
    with pytest.raises(Undecided):
        JUDGE["midjourney.task.ends"](statuses("NOT_START", last, last))


def test_what_stays_submitted_hangs() -> None:
    with pytest.raises(Violation):
        JUDGE["midjourney.task.ends"](statuses(*["SUBMITTED"] * 3))


@pytest.mark.parametrize("word", ["RUNNING", "success", "failed"])
def test_other_words_are_told_once(word: str) -> None:
    with pytest.raises(Violation):
        JUDGE["midjourney.task.status"](statuses(word))
    for name in ("forward", "ends", "complete"):
        with pytest.raises(Blocked):
            JUDGE[f"midjourney.task.{name}"](statuses(word))


@pytest.mark.parametrize("progress", ["", "0%", "45%", "100%", None])
def test_these_are_a_progress(progress: str | None) -> None:
    found = polled({"status": "IN_PROGRESS", "progress": progress})
    JUDGE["midjourney.task.progress"](found)


@pytest.mark.parametrize("progress", [45, 0.45, "45", "45.5%", "101%", "half", "٤%"])
def test_these_are_no_progress(progress: object) -> None:
    found = polled({"status": "IN_PROGRESS", "progress": progress})
    with pytest.raises(Violation):
        JUDGE["midjourney.task.progress"](found)


def test_a_failure_without_progress_has_not_fallen() -> None:
    found = polled(
        {"status": "IN_PROGRESS", "progress": "45%"},
        {"status": "FAILURE", "progress": ""},
    )
    with pytest.raises(NotOffered):
        JUDGE["midjourney.task.progress-order"](found)


def test_a_failure_leaves_the_picture_open() -> None:
    with pytest.raises(Undecided):
        JUDGE["midjourney.task.image"](statuses("FAILURE"))


def test_what_is_not_told_is_not_judged() -> None:
    """Neither times that never come, nor a seed that is not known."""
    untold = polled({"status": "SUCCESS", "progress": ""})
    for name in ("times", "times-order", "complete"):
        with pytest.raises(NotOffered):
            JUDGE[f"midjourney.task.{name}"](untold)
    with pytest.raises(NotOffered):
        JUDGE["midjourney.seed.shape"](asked({"code": 4, "result": None}))


def submitted(code: int, status: int = 200, **more: Any) -> Exchange:
    """The answer to a submit."""
    body = {"code": code, "description": "words", "result": ID, **more}
    return asked(body, "submit", status)


@pytest.mark.parametrize("code", [1, 21, 22])
def test_these_codes_are_taken(code: int) -> None:
    JUDGE["midjourney.submit.accepted"](submitted(code))
    JUDGE["midjourney.submit.result"](submitted(code))


@pytest.mark.parametrize("code", [3, 4, 9, 24])
def test_these_codes_are_not(code: int) -> None:
    with pytest.raises(Violation):
        JUDGE["midjourney.submit.accepted"](submitted(code))
    with pytest.raises(Blocked):
        JUDGE["midjourney.submit.result"](submitted(code, result=None))


@pytest.mark.parametrize("code", [23, 30])
def test_a_busy_relay_is_not_decided(code: int) -> None:
    with pytest.raises(Undecided):
        JUDGE["midjourney.submit.accepted"](submitted(code))


def twice(again: Exchange) -> Recording:
    """An action that was submitted twice."""
    made = replace(again, step="again")
    return Recording("midjourney/action", "t", (submitted(1), made))


@pytest.mark.parametrize(
    "again",
    [submitted(21), submitted(1), submitted(4, result=None), submitted(4, 400)],
)
def test_no_second_task_is_good(again: Exchange) -> None:
    JUDGE["midjourney.action.duplicate"](twice(again))


@pytest.mark.parametrize("code", [1, 21, 22])
def test_a_second_task_is_told(code: int) -> None:
    with pytest.raises(Violation):
        JUDGE["midjourney.action.duplicate"](twice(submitted(code, result="2")))


@pytest.mark.parametrize("hidden", [asked({}, status=400), asked(None), asked({})])
def test_nothing_is_no_foreign_task(hidden: Exchange) -> None:
    found = Recording("midjourney/foreign", "t", (replace(hidden, step="foreign"),))
    own = polled({"id": "1", "status": "SUCCESS"})
    JUDGE["midjourney.foreign"](found, own)
    for nothing in (None, polled({})):
        with pytest.raises(Undecided):
            JUDGE["midjourney.foreign"](found, nothing)


def modal(zoom: Exchange, last: Exchange) -> Recording:
    """A zoom, and what was told to it."""
    parts = (replace(zoom, step="zoom"), replace(last, step="modal"))
    return Recording("midjourney/modal", "t", parts)


def test_an_action_that_waits_for_nothing_is_not_decided() -> None:
    JUDGE["midjourney.modal.accepted"](modal(submitted(21), submitted(1)))
    JUDGE["midjourney.modal.accepted"](modal(submitted(1), submitted(1)))
    with pytest.raises(Undecided):
        JUDGE["midjourney.modal.accepted"](modal(submitted(1), submitted(4)))
    with pytest.raises(Violation):
        JUDGE["midjourney.modal.accepted"](modal(submitted(21), submitted(4)))


def cancelled(*names: str) -> Recording:
    """A task after its cancelling."""
    return replace(statuses(*names), case="midjourney/cancelled")


def test_what_was_over_before_is_not_decided() -> None:
    JUDGE["midjourney.cancel.ends"](cancelled("CANCEL"))
    with pytest.raises(Undecided):
        JUDGE["midjourney.cancel.ends"](cancelled("SUCCESS"))
    with pytest.raises(Violation):
        JUDGE["midjourney.cancel.ends"](cancelled("IN_PROGRESS", "SUCCESS"))
