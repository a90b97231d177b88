"""Faults of Midjourney: how a task goes on."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.midjourney_places import on_tasks, shows
from conformance.relay.shapes import put

_GOES_ON = 0.5
_BOTH = ("aitre", "modellss")


@fault(
    "mj-fail-no-reason",
    caught_by="midjourney.failure.reason",
    source="novicezk/wechat-midjourney#16",
    dialects=("modellss",),
)
def keeps_reason(call: Call, answer: Answer) -> Answer:
    """Lets a task fail without a reason."""
    return on_tasks(call, answer, put(failReason=None))


@around_fault(
    "mj-cancel-ignored",
    caught_by="midjourney.cancel.ends",
    source="plausible",
    dialects=("modellss",),
)
def ignores_cancelling(call: Call, proceed: Answering) -> Answer:
    """Says that a task is cancelled, and goes on with it."""
    if not call.path.endswith("/cancel"):
        return proceed(call)
    answer = proceed(replace(call, tasks=call.tasks.copied()))
    task = call.tasks.find(call.path.split("/")[-2], call.caller)
    if task and not task.is_over(call.received):
        # Long enough for whoever asks at once to see it go on.
        call.tasks.put(replace(task, length=task.length + _GOES_ON))
    return answer


@fault(
    "mj-status-back",
    caught_by="midjourney.task.forward",
    source="plausible",
    dialects=("modellss",),
)
def goes_back(call: Call, answer: Answer) -> Answer:
    """Says that a task is in progress before it says that it was submitted."""
    turned = {"NOT_START": "IN_PROGRESS", "IN_PROGRESS": "SUBMITTED"}
    if not shows(call, answer) or "--relax" not in answer.json["prompt"]:
        return answer
    status = answer.json["status"]
    return answer.map_json(put(status=turned.get(status, status)))


@fault(
    "mj-stuck-submitted",
    caught_by="midjourney.task.ends",
    source="novicezk/midjourney-proxy#217",
    dialects=_BOTH,
)
def hangs(call: Call, answer: Answer) -> Answer:
    """Leaves a description submitted although it is done."""
    stuck = put(status="SUBMITTED", progress="0%")
    return answer.map_json(stuck) if shows(call, answer, "DESCRIBE") else answer


@fault(
    "mj-progress-falls",
    caught_by="midjourney.task.progress-order",
    source="plausible",
    dialects=("modellss",),
)
def falls_back(call: Call, answer: Answer) -> Answer:
    """Counts the progress of a task that waits, and again when it is worked on."""
    percents = {"NOT_START": "90%", "SUBMITTED": "10%", "IN_PROGRESS": "10%"}

    def counted(task: Object) -> Object:
        return {**task, "progress": percents.get(task["status"], task["progress"])}

    return answer.map_json(counted) if shows(call, answer) else answer


@fault(
    "mj-success-before-the-end",
    caught_by="midjourney.task.complete",
    source="plausible",
    dialects=_BOTH,
)
def stops_half_way(call: Call, answer: Answer) -> Answer:
    """Leaves the progress of a description at 99%."""
    half = put(progress="99%")
    done = shows(call, answer, "DESCRIBE") and answer.json["status"] == "SUCCESS"
    return answer.map_json(half) if done else answer


@fault(
    "mj-times-in-seconds",
    caught_by="midjourney.task.times",
    source="plausible",
    dialects=_BOTH,
)
def counts_seconds(call: Call, answer: Answer) -> Answer:
    """Sends the time of the submit in seconds."""

    def counted(task: Object) -> Object:
        return {**task, "submitTime": task["submitTime"] // 1000}

    return answer.map_json(counted) if shows(call, answer) else answer


@fault(
    "mj-started-before",
    caught_by="midjourney.task.times-order",
    source="plausible",
    dialects=_BOTH,
)
def starts_before(call: Call, answer: Answer) -> Answer:
    """Starts a task a second before its submit."""

    def begun(task: Object) -> Object:
        return {**task, "startTime": task["submitTime"] - 1000}

    return answer.map_json(begun) if shows(call, answer) else answer
