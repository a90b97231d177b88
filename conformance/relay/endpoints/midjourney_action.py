"""Submits that continue a finished task: buttons, changes, and the input for them."""

import math
import re
from collections.abc import Mapping
from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.endpoints.midjourney import begun, taken, waiting
from conformance.relay.midjourney_result import Code, Declined, result, text
from conformance.relay.midjourney_route import submit
from conformance.relay.midjourney_shape import GRIDS, buttons
from conformance.relay.tasks import Status, Task, resumed

_ACTIONS: Mapping[str, str] = {
    "upsample": "UPSCALE",
    "variation": "VARIATION",
    "low_variation": "VARIATION",
    "high_variation": "VARIATION",
    "reroll": "REROLL",
    "pan": "PAN",
    "Outpaint": "ZOOM",
    "CustomZoom": "ZOOM",
    "Inpaint": "VARIATION",
}
_MODAL = ("CustomZoom", "Inpaint")
_CHANGES: Mapping[str, str] = {
    "UPSCALE": "upsample::{}::",
    "VARIATION": "variation::{}::",
    "REROLL": "reroll::",
}
_SIMPLE = re.compile(r"(\d+) (?:([UV])([1-4])|(R))")
_LETTERS = {"U": "UPSCALE", "V": "VARIATION", "R": "REROLL"}
_ZOOM = re.compile(r"--zoom\s+(\S+)")


@submit("/submit/action", "action")
def action(call: Call) -> Answer:
    """What a button of a finished task does."""
    custom_id = text(call, "customId")
    parent = _finished(call, _id(call))
    if custom_id not in (button["customId"] for button in buttons(parent)):
        raise Declined(Code.INVALID, "customId is none of the task's buttons")
    return _acted(call, parent, custom_id)


@submit("/submit/change", "change")
def change(call: Call) -> Answer:
    """A change by its name and the number of the picture."""
    fields = call.fields
    return _changed(call, _id(call), fields.get("action"), fields.get("index"))


@submit("/submit/simple-change", "change")
def simple_change(call: Call) -> Answer:
    """A change in one line, such as `1320098173412546 U2`."""
    match = _SIMPLE.fullmatch(text(call, "content").strip())
    if not match:
        raise Declined(Code.INVALID, "content is not understood")
    index = int(match[3]) if match[3] else None
    return _changed(call, match[1], _LETTERS[match[2] or match[4]], index)


@submit("/submit/modal", "modal")
def modal(call: Call) -> Answer:
    """The input that an action waits for."""
    task = _own(call, _id(call))
    if task.status(call.received) is not Status.MODAL:
        raise Declined(Code.INVALID, "The task waits for nothing")
    prompt = call.fields.get("prompt")
    prompt = prompt if isinstance(prompt, str) else ""
    _check_zoom(task, prompt)
    return taken(call, call.tasks.put(resumed(task, prompt, call.received)))


def _id(call: Call) -> str:
    """The id of a task, as a string or as an integer."""
    value = call.fields.get("taskId")
    return str(value) if isinstance(value, int) else text(call, "taskId")


def _changed(call: Call, id: str, name: object, index: object) -> Answer:
    if name not in _CHANGES:
        raise Declined(Code.INVALID, "action is unknown")
    if name != "REROLL" and index not in (1, 2, 3, 4):
        raise Declined(Code.INVALID, "index is not from 1 to 4")
    parent = _finished(call, id)
    if parent.action not in GRIDS:
        raise Declined(Code.INVALID, "The task cannot be changed")
    prefix = _CHANGES[str(name)].format(index)
    return _acted(call, parent, _custom_id(parent, prefix))


def _custom_id(parent: Task, prefix: str) -> str:
    return next(
        str(button["customId"])
        for button in buttons(parent)
        if button["customId"].startswith(f"MJ::JOB::{prefix}")
    )


def _acted(call: Call, parent: Task, custom_id: str) -> Answer:
    kind = next(name for name in custom_id.split("::") if name not in ("MJ", "JOB"))
    name = _ACTIONS.get(kind) or _ACTIONS.get(kind.split("_")[0], "UPSCALE")
    existing = _same(call, parent, custom_id) if name == "UPSCALE" else None
    if existing:
        return _existing(call, existing)
    parts = {
        "prompt": parent.prompt,
        "description": f"/{name.lower()} {parent.id}",
        "parent": parent.id,
        "custom_id": custom_id,
    }
    if kind in _MODAL:
        return _asking(waiting(call, name, **parts))
    return taken(call, begun(call, name, call.task_seconds, **parts))


def _same(call: Call, parent: Task, custom_id: str) -> Task | None:
    """The earlier task of the same button, if it was pressed before."""
    for task in call.tasks.of(call.caller):
        if (task.parent, task.custom_id) == (parent.id, custom_id):
            return task
    return None


def _existing(call: Call, task: Task) -> Answer:
    status = task.status(call.received)
    drawn = task.picture if status is Status.SUCCESS else None
    properties = {"status": str(status), "imageUrl": drawn}
    return result(Code.EXISTED, "The task exists already", task.id, properties)


def _asking(task: Task) -> Answer:
    return result(Code.EXISTED, "Waiting for window confirm", task.id)


def _check_zoom(task: Task, prompt: str) -> None:
    match = _ZOOM.search(prompt)
    if "CustomZoom" not in task.custom_id or not match:
        return
    try:
        good = 1 <= float(match[1]) <= 2
    except ValueError:
        good = False
    if not good:
        raise Declined(Code.INVALID, "--zoom is not from 1 to 2")


def _finished(call: Call, id: str) -> Task:
    task = _own(call, id)
    if task.status(call.received) is not Status.SUCCESS:
        raise Declined(Code.INVALID, "The task is not finished")
    return task


def _own(call: Call, id: str) -> Task:
    task = call.tasks.find(id, call.caller)
    if task is None:
        raise Declined(Code.NOT_FOUND, "The task does not exist")
    return task


def cancelled(task: Task, now: float) -> Task:
    """The task, cancelled; nothing changes if it is over."""
    return replace(task, cancelled=now if now < task.end else math.inf)
