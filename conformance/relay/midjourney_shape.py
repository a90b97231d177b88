"""The JSON of a task: its fifteen fields, and buttons once it has succeeded."""

import math
from collections.abc import Iterator
from uuid import NAMESPACE_OID, uuid5

from conformance.relay.json_text import Json, Object
from conformance.relay.tasks import Status, Task

# What is drawn as four pictures, of which one can be chosen.
GRIDS = ("IMAGINE", "BLEND", "VARIATION", "REROLL", "ZOOM", "PAN")
_UPSCALED = (
    ("MJ::JOB::upsample_v6_2x_subtle::1::{}::SOLO", "Upscale (Subtle)"),
    ("MJ::JOB::upsample_v6_2x_creative::1::{}::SOLO", "Upscale (Creative)"),
    ("MJ::JOB::low_variation::1::{}::SOLO", "Vary (Subtle)"),
    ("MJ::JOB::high_variation::1::{}::SOLO", "Vary (Strong)"),
    ("MJ::Inpaint::1::{}::SOLO", "Vary (Region)"),
    ("MJ::Outpaint::50::1::{}::SOLO", "Zoom Out 2x"),
    ("MJ::Outpaint::75::1::{}::SOLO", "Zoom Out 1.5x"),
    ("MJ::CustomZoom::{}", "Custom Zoom"),
    ("MJ::JOB::pan_left::1::{}::SOLO", "Pan"),
)
_PRIMARY, _PLAIN = 1, 2


def shown(task: Task, now: float) -> Object:
    """The JSON of a task at this time."""
    status = task.status(now)
    done = status is Status.SUCCESS
    return {
        "id": task.id,
        "action": task.action,
        "status": str(status),
        "prompt": task.prompt,
        "promptEn": task.prompt,
        "description": task.description,
        "state": task.state,
        "submitTime": _milliseconds(task.submitted),
        "startTime": _started(task, now),
        "finishTime": _finished(task, now),
        "progress": _progress(task, status, now),
        "imageUrl": task.picture if done and not task.text else None,
        "failReason": task.fails if status is Status.FAILURE else None,
        "properties": _properties(task, status),
        "buttons": list(buttons(task)) if done else [],
    }


def buttons(task: Task) -> Iterator[Object]:
    """The buttons of a finished task, each an action that can be submitted."""
    mark = uuid5(NAMESPACE_OID, task.id)
    if task.action == "UPSCALE":
        for pattern, label in _UPSCALED:
            yield _button(pattern.format(mark), label)
    elif task.action in GRIDS:
        for index in range(1, 5):
            yield _button(f"MJ::JOB::upsample::{index}::{mark}", f"U{index}")
        yield _button(f"MJ::JOB::reroll::0::{mark}::SOLO", "", "🔄")
        for index in range(1, 5):
            yield _button(f"MJ::JOB::variation::{index}::{mark}", f"V{index}")


def _button(custom_id: str, label: str, emoji: str = "") -> Object:
    style = _PLAIN if label else _PRIMARY
    return {
        "customId": custom_id,
        "emoji": emoji,
        "label": label,
        "type": 2,
        "style": style,
    }


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


def _started(task: Task, now: float) -> int | None:
    """When its turn came; one that was cancelled before never has one."""
    begun = task.begins <= min(now, task.cancelled)
    return _milliseconds(task.begins) if begun else None


def _finished(task: Task, now: float) -> int | None:
    if not task.is_over(now):
        return None
    end = min(task.end, task.cancelled)
    return _milliseconds(end) if not math.isinf(end) else None


def _progress(task: Task, status: Status, now: float) -> str:
    if status is Status.FAILURE:
        return ""
    if status is Status.SUBMITTED:
        return "0%"
    return f"{int(task.share(now) * 100)}%"


def _properties(task: Task, status: Status) -> Object:
    properties: dict[str, Json] = {"botType": task.bot, "discordInstanceId": "1"}
    if task.hook:
        properties["notifyHook"] = task.hook
    if status is Status.SUCCESS:
        properties["finalPrompt"] = task.text or task.prompt
    return properties
