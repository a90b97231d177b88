"""The relay's Midjourney tasks: what is begun, what becomes of it, who sees it."""

from dataclasses import replace
from typing import Any

import pytest

from conformance.relay.answer import Answer
from conformance.relay.call import Call, Credential
from conformance.relay.json_text import Json
from conformance.relay.midjourney_shape import shown
from conformance.relay.routes import respond
from conformance.relay.tasks import Status, Task, Tasks
from conformance.tests.relay.calls import call
from conformance.tests.relay.midjourney_calls import (
    ASKS,
    BEGUN,
    BLUE,
    DONE,
    DRAWN,
    FAILED,
    NOBODY,
    NOW,
    RED,
    WAITS,
    WORKS,
    button,
    fetch,
    mj,
    submit,
    task,
)


def answered(sent: Call) -> Answer:
    """The answer to a call that leaves the tasks of others alone."""
    return respond(replace(sent, tasks=sent.tasks.copied()))


def code(sent: Call) -> int:
    """The code of a submit that is answered with 200."""
    answer = answered(sent)
    assert answer.status == 200
    return int(answer.json["code"])


@pytest.mark.parametrize(
    ("ago", "status", "progress"),
    [
        (0.0, "SUBMITTED", "0%"),
        (0.1, "SUBMITTED", "0%"),
        (0.5, "IN_PROGRESS", "50%"),
        (1.0, "SUCCESS", "100%"),
    ],
)
def test_a_task_goes_on_by_itself(ago: float, status: str, progress: str) -> None:
    found = answered(replace(fetch(BEGUN), tasks=Tasks({BEGUN: task(BEGUN, ago)}))).json
    assert (found["status"], found["progress"]) == (status, progress)
    assert bool(found["imageUrl"]) == bool(found["buttons"]) == (status == "SUCCESS")


def test_a_task_has_fifteen_fields() -> None:
    assert len(answered(fetch(DONE)).json) == 15


def test_times_are_milliseconds() -> None:
    found = answered(fetch(DONE)).json
    assert found["submitTime"] == found["startTime"] == int((NOW - 60) * 1000)
    assert found["finishTime"] == int((NOW - 59) * 1000)


def test_a_failure_says_why() -> None:
    found = answered(fetch(FAILED)).json
    assert (found["status"], found["progress"]) == ("FAILURE", "")
    assert found["failReason"]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (submit("imagine", prompt=" "), 4),
        (submit("imagine"), 4),
        (submit("imagine", prompt="A.", botType="OTHER"), 4),
        (submit("imagine", prompt="A.", base64Array=["no picture"]), 4),
        (submit("imagine", prompt="A gore scene."), 24),
        (submit("blend", base64Array=[RED]), 4),
        (submit("blend", base64Array=[RED] * 6), 4),
        (submit("blend", base64Array=[RED, BLUE], dimensions=None), 4),
        (submit("describe", base64=""), 4),
        (submit("action", taskId=DONE), 4),
        (submit("action", taskId=DONE, customId="MJ::JOB::upsample::1::other"), 4),
        (submit("action", taskId=NOBODY, customId="any"), 3),
        (submit("action", taskId=WORKS, customId="any"), 4),
        (submit("modal"), 4),
        (submit("modal", taskId=DONE), 4),
        (submit("modal", taskId=ASKS, prompt="A. --zoom 3"), 4),
        (submit("change", taskId=DONE, action="FOO", index=1), 4),
        (submit("change", taskId=DONE, action="UPSCALE", index=5), 4),
        (submit("change", taskId=NOBODY, action="REROLL"), 3),
        (submit("change", taskId=DRAWN, action="REROLL"), 4),
        (submit("simple-change", content="U1"), 4),
    ],
)
def test_what_is_wrong_has_a_code_and_no_task(wrong: Call, expected: int) -> None:
    kept = wrong.tasks.copied()
    answer = respond(replace(wrong, tasks=kept))
    assert (answer.status, answer.json["code"]) == (200, expected)
    assert answer.json["result"] is None
    assert len(kept.of("")) == len(wrong.tasks.of(""))


@pytest.mark.parametrize(
    "right",
    [
        submit("imagine", prompt="A red square.", state="mine"),
        submit("blend", base64Array=[RED, BLUE]),
        submit("describe", base64=RED),
        submit("shorten", prompt="A red square."),
        submit("action", taskId=DONE, customId=button(DONE, 0)),
        submit("modal", taskId=ASKS),
        submit("change", taskId=DONE, action="REROLL"),
        submit("simple-change", content=f"{DONE} V2"),
        mj("POST", "/insight-face/swap", {"sourceBase64": RED, "targetBase64": BLUE}),
    ],
)
def test_what_is_right_begins_a_task(right: Call) -> None:
    kept = right.tasks.copied()
    answer = respond(replace(right, tasks=kept))
    assert answer.json["code"] == 1
    found = kept.find(answer.json["result"], "")
    assert found
    assert found.status(found.begins + 2) is Status.SUCCESS


def test_the_same_enlargement_exists() -> None:
    again = answered(submit("action", taskId=DONE, customId=button(DONE, 1)))
    assert (again.json["code"], again.json["result"]) == (21, DRAWN)
    assert code(submit("simple-change", content=f"{DONE} U2")) == 21


def test_a_zoom_waits_for_its_prompt() -> None:
    sent = submit("action", taskId=DRAWN, customId=button(DRAWN, 7, "UPSCALE"))
    assert code(sent) == 21
    assert answered(fetch(ASKS)).json["status"] == "MODAL"


def relaxed(number: int, kept: Tasks) -> Answer:
    """The answer to the submit of a task that is in no hurry."""
    sent = submit("imagine", prompt="A. --relax")
    return respond(replace(sent, tasks=kept, id_seed=str(number)))


def test_relaxed_tasks_are_queued_until_there_is_no_room() -> None:
    kept = Tasks()
    found = [relaxed(number, kept).json for number in range(54)]
    assert [one["code"] for one in found[:3]] == [1, 22, 22]
    assert found[2]["properties"]["numberOfQueues"] == 2
    assert found[-1]["code"] == 23
    begins = [one.begins for one in kept.of("")][::-1]
    assert begins == sorted(set(begins))


def test_a_ratio_that_cannot_be_fails_late() -> None:
    kept = Tasks()
    sent = submit("imagine", prompt="A. --ar 0:0")
    id = respond(replace(sent, tasks=kept)).json["result"]
    later = replace(fetch(id), tasks=kept, received=NOW + 5)
    assert respond(later).json["status"] == "FAILURE"


def test_a_strangers_task_is_not_there() -> None:
    for unseen in (fetch(NOBODY), replace(fetch(DONE), caller="other")):
        answer = answered(unseen)
        assert (answer.status, answer.json["code"]) == (400, 4)


def listed(path: str, body: Json = None) -> list[str]:
    """The ids of a list."""
    answer = answered(mj("POST" if body is not None else "GET", f"/task/{path}", body))
    found: Any = answer.json
    return [one["id"] for one in (found["content"] if path == "query" else found)]


def test_lists_hold_what_they_are_to_hold() -> None:
    assert len(listed("list")) == 8
    assert listed("list-by-condition", {"ids": [DONE, NOBODY]}) == [DONE]
    assert listed("list-by-condition", {"ids": []}) == []
    assert set(listed("queue")) == {WAITS, WORKS, ASKS, BEGUN}
    assert len(listed("query", {"pageSize": 3, "pageNumber": 2})) == 2
    assert listed("query", {"status": "FAILURE"}) == [FAILED]


def test_a_cancelled_task_stays_so() -> None:
    kept = fetch(WORKS).tasks.copied()
    cancel = replace(mj("POST", f"/task/{WORKS}/cancel"), tasks=kept)
    assert [respond(cancel).json["code"] for _ in range(2)] == [1, 4]
    later = replace(fetch(WORKS), tasks=kept, received=NOW + 60)
    assert respond(later).json["status"] == "CANCEL"


def test_a_picture_needs_no_key() -> None:
    sent = replace(mj("GET", f"/image/{DONE}"), credential=Credential.MISSING)
    answer = answered(sent)
    assert answer.status == 200
    assert isinstance(answer.body, bytes)
    assert answer.body.startswith(b"\x89PNG")
    assert answered(replace(sent, path=f"/mj/image/{WORKS}")).status == 400


def test_a_task_needs_a_key() -> None:
    answer = answered(replace(fetch(DONE), credential=Credential.MISSING))
    assert (answer.status, answer.json["error"]["code"]) == (401, "invalid_api_key")


@pytest.mark.parametrize(
    ("path", "dialects"),
    [
        ("/mj/submit/imagine", {"aitre", "modellss"}),
        ("/mj-turbo/mj/submit/imagine", {"aitre", "modellss"}),
        ("/mj/submit/change", {"modellss"}),
        ("/mj/task/query", {"modellss"}),
        ("/v1/mj/submit/imagine", set()),
    ],
)
def test_routes_are_those_of_the_documents(path: str, dialects: set[str]) -> None:
    found = {
        name
        for name in ("openai", "aitre", "modellss", "vmware-pais")
        if answered(replace(call("POST", "", b"{}", name), path=path)).status != 404
    }
    assert found == dialects


def test_a_task_that_was_cancelled_before_its_turn_has_no_start() -> None:
    """Not even once the time of its turn has passed."""
    task = Task("1", "key", "IMAGINE", 100.0, 1.0, begins=105.0, cancelled=102.0)
    document = shown(task, 110.0)
    assert document["startTime"] is None
    assert document["finishTime"] == 102_000
