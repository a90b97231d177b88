"""Faults of Midjourney: the task as an object."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.midjourney_places import on_tasks, shows
from conformance.relay.shapes import drop, put

_BOTH = ("aitre", "modellss")


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
    "mj-state-lost",
    caught_by="midjourney.task.state",
    source="plausible",
    dialects=_BOTH,
)
def loses_state(call: Call, answer: Answer) -> Answer:
    """Forgets the caller's own text."""
    return on_tasks(call, answer, put(state=None))


@fault(
    "mj-task-hollow",
    caught_by="midjourney.task.object",
    also=("midjourney.task.shape",),
    source="plausible",
    dialects=_BOTH,
)
def empties_what_is_done(call: Call, answer: Answer) -> Answer:
    """Answers with an empty object when a finished task is asked for."""
    done = shows(call, answer) and answer.json["status"] in ("SUCCESS", "FAILURE")
    return answer.with_json({}) if done else answer
