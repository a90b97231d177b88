"""Faults of Midjourney: the answer to a submit."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.midjourney_places import submits
from conformance.relay.midjourney_result import Code
from conformance.relay.shapes import drop, put

_PAGE = b"<!doctype html><title>Console</title>"


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


@fault(
    "mj-id-number",
    caught_by="midjourney.submit.digits",
    source="plausible",
    dialects=("aitre", "modellss"),
)
def sends_number(call: Call, answer: Answer) -> Answer:
    """Answers a submit with the id of its task as a number."""
    if not submits(call, "shorten"):
        return answer
    return answer.map_json(lambda body: {**body, "result": int(body["result"])})
