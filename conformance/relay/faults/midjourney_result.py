"""Faults of what Midjourney's tasks have made, and of who gets to see it."""

from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.midjourney_places import asks, on_tasks, shows
from conformance.relay.shapes import drop, on_key, put

_DRAWN = ("IMAGINE", "BLEND", "UPSCALE", "VARIATION", "ZOOM", "PAN", "REROLL")
_BOTH = ("aitre", "modellss")


@fault(
    "mj-success-without-image",
    caught_by="midjourney.task.image",
    source="plausible",
    dialects=_BOTH,
)
def loses_picture(call: Call, answer: Answer) -> Answer:
    """Ends a drawing with SUCCESS and without the address of its picture."""
    lost = shows(call, answer, *_DRAWN)
    return answer.map_json(put(imageUrl="")) if lost else answer


@fault(
    "mj-describe-empty",
    caught_by="midjourney.describe.prompt",
    source="plausible",
    dialects=_BOTH,
)
def loses_description(call: Call, answer: Answer) -> Answer:
    """Ends a description without its text."""
    empty = on_key("properties", drop("finalPrompt"))
    return answer.map_json(empty) if shows(call, answer, "DESCRIBE") else answer


@fault(
    "mj-buttons-missing",
    caught_by="midjourney.task.buttons",
    source="plausible",
    dialects=_BOTH,
)
def hides_buttons(call: Call, answer: Answer) -> Answer:
    """Shows no button of a drawing."""
    hidden = shows(call, answer, "IMAGINE")
    return answer.map_json(put(buttons=[])) if hidden else answer


@fault(
    "mj-fail-no-reason",
    caught_by="midjourney.failure.reason",
    source="novicezk/wechat-midjourney#16",
    dialects=("modellss",),
)
def keeps_reason(call: Call, answer: Answer) -> Answer:
    """Lets a task fail without a reason."""
    return on_tasks(call, answer, put(failReason=None))


@fault(
    "mj-picture-gone",
    caught_by="midjourney.picture.accepted",
    source="plausible",
    dialects=_BOTH,
)
def loses_address(call: Call, answer: Answer) -> Answer:
    """Has nothing under the address of a picture."""
    gone = call.path.startswith("/mj/image/")
    return json_answer({"error": "not found"}, 404) if gone else answer


@fault(
    "mj-picture-page",
    caught_by="midjourney.picture.format",
    source="plausible",
    dialects=_BOTH,
)
def shows_page_for_picture(call: Call, answer: Answer) -> Answer:
    """Has a page about the picture under its address."""
    if not call.path.startswith("/mj/image/"):
        return answer
    page = replace(answer, body=b"<!doctype html><img src=picture.png>")
    return page.with_headers({"content-type": "text/html"})


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
