"""Faults of Midjourney: what is documented is not served."""

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.midjourney_places import asks, shows, submits
from conformance.relay.midjourney_result import Code, result
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import drop

_MODELLSS = ("modellss",)
_BOTH = ("aitre", "modellss")


@fault(
    "mj-queue-missing",
    caught_by="midjourney.lists.accepted",
    source="plausible",
    dialects=_MODELLSS,
)
def knows_no_queue(call: Call, answer: Answer) -> Answer:
    """Does not route the queue."""
    if not asks(call, "queue"):
        return answer
    return refused(call, Problem(ProblemKind.NO_ROUTE, "Invalid URL"))


@fault(
    "mj-seed-missing",
    caught_by="midjourney.seed.accepted",
    source="plausible",
    dialects=_MODELLSS,
)
def knows_no_seed(call: Call, answer: Answer) -> Answer:
    """Does not route the seed of a picture."""
    if not asks(call, "image-seed"):
        return answer
    return refused(call, Problem(ProblemKind.NO_ROUTE, "Invalid URL"))


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
    "mj-shorten-refused",
    caught_by="midjourney.submit.accepted",
    source="plausible",
    dialects=("aitre", "modellss"),
)
def refuses_to_shorten(call: Call, answer: Answer) -> Answer:
    """Answers that a prompt to be shortened has a bad parameter."""
    return _invalid() if submits(call, "shorten") else answer


@fault(
    "mj-first-button-refused",
    caught_by="midjourney.action.accepted",
    source="plausible",
    dialects=("aitre", "modellss"),
)
def refuses_first_button(call: Call, answer: Answer) -> Answer:
    """Does not know the first button of a drawing."""
    first = "::upsample::1::" in str(call.fields.get("customId"))
    return _invalid() if submits(call, "action") and first else answer


@fault(
    "mj-modal-refused",
    caught_by="midjourney.modal.accepted",
    source="plausible",
    dialects=("aitre", "modellss"),
)
def refuses_modal(call: Call, answer: Answer) -> Answer:
    """Knows of no task that waits for more."""
    return _invalid() if submits(call, "modal") else answer


@fault(
    "mj-valid-parent-rejected",
    caught_by="midjourney.change.accepted",
    source="novicezk/midjourney-proxy#252",
    dialects=("modellss",),
)
def loses_parent(call: Call, answer: Answer) -> Answer:
    """Does not find the parent of a change, although it has SUCCESS."""
    if not submits(call, "change", "simple-change"):
        return answer
    return result(Code.NOT_FOUND, "The related task does not exist", None)


@fault(
    "mj-queued-as-failure",
    caught_by="midjourney.queued.accepted",
    source="plausible",
    dialects=("modellss",),
)
def fails_when_queued(call: Call, answer: Answer) -> Answer:
    """Makes an error of the code that says that a task is queued."""
    body = answer.json
    if not isinstance(body, dict) or body.get("code") != Code.QUEUED:
        return answer
    failed = {**body, "type": "upstream_error"}
    return json_answer(drop("result")(failed), 400)


@fault(
    "mj-hook-refused",
    caught_by="midjourney.hook.accepted",
    source="plausible",
    dialects=("aitre", "modellss"),
)
def refuses_hooks(call: Call, answer: Answer) -> Answer:
    """Refuses a submit that names an address to be called."""
    return _invalid() if call.fields.get("notifyHook") else answer


@fault(
    "mj-cancel-missing",
    caught_by="midjourney.cancel.accepted",
    source="plausible",
    dialects=("modellss",),
)
def denies_cancelling(call: Call, answer: Answer) -> Answer:
    """Cancels a task, and says that there is no such route."""
    if not call.path.endswith("/cancel"):
        return answer
    return refused(call, Problem(ProblemKind.NO_ROUTE, "Invalid URL"))


def _invalid() -> Answer:
    return result(Code.INVALID, "The parameter is wrong", None)


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
    error = {"description": "task_no_found ", "type": "upstream_error", "code": 4}
    return json_answer(error, 400)
