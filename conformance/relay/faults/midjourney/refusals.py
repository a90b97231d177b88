"""Faults of Midjourney: what should not be begun or shown."""

from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.midjourney_places import asks, submits
from conformance.relay.shapes import put

_BOTH = ("aitre", "modellss")


@around_fault(
    "mj-foreign-task-visible",
    caught_by="midjourney.foreign",
    source="plausible",
    dialects=_BOTH,
)
def shows_to_all(call: Call, proceed: Answering) -> Answer:
    """Shows a task to whoever has its id."""
    task = call.tasks.drawn(call.path.split("/")[-2]) if asks(call, "fetch") else None
    return proceed(replace(call, caller=task.owner) if task else call)


@fault(
    "mj-unknown-invented",
    caught_by="midjourney.unknown",
    source="plausible",
    dialects=_BOTH,
)
def invents_task(call: Call, answer: Answer) -> Answer:
    """Shows a task that waits for its turn for each id that is unknown."""
    id = call.path.split("/")[-2] if asks(call, "fetch") else ""
    if not id or call.tasks.drawn(id):
        return answer
    return json_answer({"id": id, "status": "NOT_START", "progress": "0%"})


@around_fault(
    "mj-blank-taken",
    caught_by="midjourney.refused",
    source="plausible",
    dialects=("aitre",),
)
def takes_nothing(call: Call, proceed: Answering) -> Answer:
    """Begins a task for an empty prompt."""
    blank = submits(call, "imagine") and call.fields.get("prompt") == ""
    return proceed(call.with_fields({"prompt": "empty"}) if blank else call)


@fault(
    "mj-refusal-without-words",
    caught_by="midjourney.refused.shape",
    source="plausible",
    dialects=("aitre",),
)
def refuses_silently(call: Call, answer: Answer) -> Answer:
    """Refuses an empty prompt without words."""
    blank = submits(call, "imagine") and call.fields.get("prompt") == ""
    return answer.map_json(put(description="")) if blank else answer


@fault(
    "mj-blank-500",
    caught_by="midjourney.refused",
    source="plausible",
    dialects=("aitre",),
)
def fails_on_nothing(call: Call, answer: Answer) -> Answer:
    """Answers an empty prompt with status 500."""
    blank = submits(call, "imagine") and call.fields.get("prompt") == ""
    return answer.with_status(500) if blank else answer
