"""Faults of submits to Midjourney: what is refused, begun twice, or told wrong."""

from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import Answering, around_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.midjourney_places import submits
from conformance.relay.midjourney_result import Code, result
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import drop, put

_GOES_ON = 0.5
_PAGE = b"<!doctype html><title>Console</title>"


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
    told = answer.json
    if not isinstance(told, dict) or told.get("code") != Code.QUEUED:
        return answer
    failed = {**told, "type": "upstream_error"}
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


@request_fault(
    "mj-notify-missing-for-change",
    caught_by="midjourney.hook.called",
    source="Can-Chen/wrap-midjourney#17",
    dialects=("aitre", "modellss"),
)
def forgets_hook_of_changes(call: Call) -> Call:
    """Calls the hook of drawings, but not of what is made from them."""
    made = submits(call, "action", "change", "simple-change")
    return call.without_fields("notifyHook") if made else call


@fault(
    "mj-page-for-blend",
    caught_by="midjourney.content-type",
    source="plausible",
    dialects=("aitre", "modellss"),
)
def shows_page(call: Call, answer: Answer) -> Answer:
    """Answers a good blend, which it does not route, with a page for people."""
    if not submits(call, "blend") or answer.json.get("code") != Code.SUCCESS:
        return answer
    page = replace(answer, status=200, body=_PAGE)
    return page.with_headers({"content-type": "text/html"})


@fault(
    "mj-words-missing",
    caught_by="midjourney.submit.shape",
    source="plausible",
    dialects=("aitre", "modellss"),
)
def leaves_words_out(call: Call, answer: Answer) -> Answer:
    """Answers a submit without a description."""
    return answer.map_json(drop("description")) if submits(call, "shorten") else answer


@fault(
    "mj-id-missing",
    caught_by="midjourney.submit.result",
    source="plausible",
    dialects=("aitre", "modellss"),
)
def keeps_id(call: Call, answer: Answer) -> Answer:
    """Takes a submit without telling the id of its task."""
    return answer.map_json(put(result=None)) if submits(call, "shorten") else answer


@around_fault(
    "mj-duplicate-not-21",
    caught_by="midjourney.action.duplicate",
    source="novicezk/midjourney-proxy#247",
    dialects=("aitre", "modellss"),
)
def begins_twice(call: Call, proceed: Answering) -> Answer:
    """Begins a second task for an action that was submitted before."""
    if submits(call, "action", "change", "simple-change"):
        for task in call.tasks.of(call.caller)[::-1]:
            call.tasks.put(replace(task, custom_id=""))
    return proceed(call)


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


@fault(
    "mj-cancel-void",
    caught_by="midjourney.cancel.shape",
    source="plausible",
    dialects=("modellss",),
)
def cancels_silently(call: Call, answer: Answer) -> Answer:
    """Cancels a task without a word."""
    return replace(answer, body=b"") if call.path.endswith("/cancel") else answer


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


def _invalid() -> Answer:
    return result(Code.INVALID, "The parameter is wrong", None)
