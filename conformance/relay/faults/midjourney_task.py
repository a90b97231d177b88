"""Faults of Midjourney's tasks: how they are shown, and how they go on."""

from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.midjourney_places import on_tasks, shows
from conformance.relay.shapes import drop, put

_BOTH = ("aitre", "modellss")


@fault(
    "mj-description-lost",
    caught_by="midjourney.task.accepted",
    source="plausible",
    dialects=_BOTH,
)
def loses_descriptions(call: Call, answer: Answer) -> Answer:
    """Does not find the task of a description."""
    if not shows(call, answer, "DESCRIBE"):
        return answer
    told = {"description": "task_no_found ", "type": "upstream_error", "code": 4}
    return json_answer(told, 400)


@fault(
    "mj-fetch-empty",
    caught_by="midjourney.task.object",
    source="novicezk/midjourney-proxy#253",
    dialects=_BOTH,
)
def forgets_what_is_done(call: Call, answer: Answer) -> Answer:
    """Answers with nothing when a finished task is asked for."""
    done = shows(call, answer) and answer.json["status"] in ("SUCCESS", "FAILURE")
    return replace(answer, body=b"") if done else answer


@fault(
    "mj-times-as-text",
    caught_by="midjourney.task.shape",
    source="plausible",
    dialects=_BOTH,
)
def writes_times_as_text(call: Call, answer: Answer) -> Answer:
    """Sends the time at which a description was submitted as a text."""

    def written(task: Object) -> Object:
        return {**task, "submitTime": str(task["submitTime"])}

    return answer.map_json(written) if shows(call, answer, "DESCRIBE") else answer


@fault(
    "mj-fields-missing",
    caught_by="midjourney.task.fields",
    source="plausible",
    dialects=("aitre",),
)
def leaves_fields_out(call: Call, answer: Answer) -> Answer:
    """Leaves the English prompt of a task out."""
    return on_tasks(call, answer, drop("promptEn"))


@fault(
    "mj-fetch-other", caught_by="midjourney.task.id", source="plausible", dialects=_BOTH
)
def shows_other_task(call: Call, answer: Answer) -> Answer:
    """Shows another task than the one that was asked for."""
    other = put(id="1320098173412546")
    return answer.map_json(other) if shows(call, answer, "DESCRIBE") else answer


@fault(
    "mj-status-vocabulary",
    caught_by="midjourney.task.status",
    source="plausible",
    dialects=_BOTH,
)
def spells_status_otherwise(call: Call, answer: Answer) -> Answer:
    """Sends the status of a description in lower case."""
    if not shows(call, answer, "DESCRIBE"):
        return answer
    return answer.map_json(put(status=answer.json["status"].lower()))


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
    "mj-progress-number",
    caught_by="midjourney.task.progress",
    source="plausible",
    dialects=_BOTH,
)
def counts_progress(call: Call, answer: Answer) -> Answer:
    """Sends the progress of a task as a number."""

    def counted(task: Object) -> Object:
        return {**task, "progress": int(task["progress"].removesuffix("%") or 0)}

    return on_tasks(call, answer, counted)


@fault(
    "mj-progress-falls",
    caught_by="midjourney.task.progress-order",
    source="plausible",
    dialects=("modellss",),
)
def falls_back(call: Call, answer: Answer) -> Answer:
    """Counts the progress of a task that waits, and again when it is worked on."""
    told = {"NOT_START": "90%", "SUBMITTED": "10%", "IN_PROGRESS": "10%"}

    def counted(task: Object) -> Object:
        return {**task, "progress": told.get(task["status"], task["progress"])}

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


@fault(
    "mj-state-lost",
    caught_by="midjourney.task.state",
    source="plausible",
    dialects=_BOTH,
)
def loses_state(call: Call, answer: Answer) -> Answer:
    """Forgets the caller's own text."""
    return on_tasks(call, answer, put(state=None))
