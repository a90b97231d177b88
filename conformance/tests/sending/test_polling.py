"""Tasks that are asked for until they end, and cases that begin with others."""

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from conformance.core.exceptions import Blocked, Undecided
from conformance.inputs.limits import Limits
from conformance.inputs.step import Poll
from conformance.sending.store import Store
from conformance.tests.helpers import a_case, a_step, a_suite, a_target, quick
from conformance.tests.sending.test_recorder import recording
from conformance.tests.server import Heard, Part, Script, reply, reply_json, serving

UNTIL = Poll("status", ("SUCCESS", "FAILURE"))
SUBMIT = a_case("midjourney/imagine")
TASK = a_case(
    "midjourney/task",
    after=SUBMIT.name,
    steps=(
        a_step(
            "/mj/task/${after.create.json.result}/fetch",
            name="task",
            method="GET",
            json=None,
            poll=UNTIL,
        ),
    ),
)
NEXT = a_case(
    "midjourney/next",
    after=TASK.name,
    steps=(a_step("/mj/${after.task.json.id}"),),
)
NAMES = [SUBMIT.name, TASK.name, NEXT.name]
BRISK = quick(poll_interval=0.01, poll_timeout=30.0)


def tasks(ends_after: float) -> Script:
    """A relay whose task ends so many seconds after its first question."""
    begun: list[float] = []

    def answer(heard: Heard) -> list[Part]:
        if not heard.path.endswith("/fetch"):
            return reply_json({"result": "7"})
        begun.append(time.monotonic())
        over = time.monotonic() - begun[0] >= ends_after
        return reply_json({"id": "7", "status": "SUCCESS" if over else "RUNNING"})

    return answer


def test_a_task_is_asked_for_until_it_ends(tmp_path: Path) -> None:
    suite = a_suite(SUBMIT, TASK, NEXT)
    with serving(tasks(0.1)) as server:
        target = a_target(server.url, limits=BRISK)
        with recording(target, tmp_path, NAMES, suite) as recorder:
            task = recorder.get(TASK.name)
            last = recorder.get(NEXT.name).last
    states = [poll.json["status"] for poll in task.polls("task")]
    assert states[-1] == task["task"].json["status"] == "SUCCESS"
    assert set(states[:-1]) == {"RUNNING"}
    # Midjourney's routes stand beside the base path.
    assert "/v1" not in last.request.url
    assert last.request.url.endswith("/mj/7")


def test_a_task_that_never_ends_is_asked_for_within_a_budget(tmp_path: Path) -> None:
    suite = a_suite(SUBMIT, TASK)
    with serving(tasks(3600)) as server:
        target = a_target(
            server.url, limits=quick(poll_interval=0.01, poll_timeout=0.3)
        )
        with recording(target, tmp_path, NAMES[:2], suite) as recorder:
            polls = recorder.get(TASK.name).polls("task")
    assert 1 < len(polls) < 30
    assert polls[-1].json["status"] == "RUNNING"


def test_answers_without_a_status_are_not_asked_for_for_ever(tmp_path: Path) -> None:
    suite = a_suite(SUBMIT, TASK)

    def empty(heard: Heard) -> list[Part]:
        found = heard.path.endswith("/fetch")
        return reply(body=b"") if found else reply_json({"result": "7"})

    with serving(empty) as server:
        target = a_target(server.url, limits=BRISK)
        with recording(target, tmp_path, NAMES[:2], suite) as recorder:
            assert len(recorder.get(TASK.name).polls("task")) == 3


def test_what_comes_after_an_answer_without_the_value_is_blocked(
    tmp_path: Path,
) -> None:
    suite = a_suite(SUBMIT, TASK, NEXT)
    with serving(lambda _: reply_json({"code": 4})) as server:
        target = a_target(server.url, limits=BRISK)
        with recording(target, tmp_path, NAMES, suite) as recorder:
            for name in NAMES[1:]:
                with pytest.raises(Blocked, match=r"hold no `after\.create\.json"):
                    recorder.get(name)
    with pytest.raises(Blocked, match="hold no"):
        Store(tmp_path).load(TASK, "relay")
    assert len(server.heard) == 1


def test_what_may_lack_its_beginning_is_undecided(tmp_path: Path) -> None:
    suite = a_suite(SUBMIT, replace(TASK, may_lack=True))
    with serving(lambda _: reply_json({"code": 4, "result": None})) as server:
        target = a_target(server.url, limits=BRISK)
        with (
            recording(target, tmp_path, NAMES[:2], suite) as recorder,
            pytest.raises(Undecided, match="hold no"),
        ):
            recorder.get(TASK.name)
    with pytest.raises(Undecided, match="hold no"):
        Store(tmp_path).load(TASK, "relay")


def test_tasks_are_polled_in_turn_while_all_else_is_sent(tmp_path: Path) -> None:
    """With one connection, no task ends before each was polled and all else sent."""
    many = [
        a_case(
            f"midjourney/task-{n}",
            steps=(replace(TASK.steps[0], path=f"/mj/{n}/fetch"),),
            after=SUBMIT.name,
        )
        for n in range(6)
    ]
    others = [a_case(f"chat/other-{n}") for n in range(10)]
    suite = a_suite(SUBMIT, *many, *others)
    paths: set[str] = set()

    def script(heard: Heard) -> list[Part]:
        paths.add(heard.path)
        over = len(paths) == 1 + len(many) + len(others)
        return reply_json({"result": "7", "status": "SUCCESS" if over else "RUNNING"})

    names = [case.name for case in (SUBMIT, *many, *others)]
    limits = quick(poll_interval=0.02, poll_timeout=60.0, concurrency=1)
    with (
        serving(script) as server,
        recording(
            a_target(server.url, limits=limits), tmp_path, names, suite
        ) as recorder,
    ):
        ends = [recorder.get(case.name).last.json["status"] for case in many]
    assert ends == ["SUCCESS"] * len(many)


def test_the_pauses_grow_and_end() -> None:
    made = list(
        zip(range(20), Limits(poll_interval=1, poll_timeout=60).pauses(), strict=False)
    )
    pauses = [pause for _, pause in made]
    assert pauses[0] == 1
    assert pauses == sorted(pauses)
    assert pauses[-1] == 10
    assert all(b <= a * 1.25 for a, b in pairwise(pauses))
    assert list(Limits(poll_timeout=0.0).pauses()) == []


def test_the_last_question_is_begun_when_the_time_is_over() -> None:
    """What took its time, a pause or an answer, does not take away the last one."""
    limits = Limits(poll_interval=0.02, poll_timeout=0.2)
    for stall in (0.0, 0.5):
        start = time.monotonic()
        for pause in limits.pauses():
            time.sleep(pause)
            asked = time.monotonic() - start
            time.sleep(stall)
        assert asked >= limits.poll_timeout
