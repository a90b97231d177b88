"""Faults of Midjourney: calls about a task."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault, request_fault
from conformance.relay.call import Call
from conformance.relay.midjourney_places import shows, submits
from conformance.relay.shapes import put


@fault(
    "mj-hook-never-ends",
    caught_by="midjourney.hook.end",
    source="plausible",
    dialects=("aitre",),
)
def tells_no_end(call: Call, answer: Answer) -> Answer:
    """Tells of a task that is over that it is in progress."""
    notified = _tells(call, answer)
    return answer.map_json(put(status="IN_PROGRESS")) if notified else answer


@fault(
    "mj-hook-other-form",
    caught_by="midjourney.hook.shape",
    source="plausible",
    dialects=("aitre",),
)
def tells_otherwise(call: Call, answer: Answer) -> Answer:
    """Tells of a task otherwise than it answers: its action is a number."""
    return answer.map_json(put(action=1)) if _tells(call, answer) else answer


def _tells(call: Call, answer: Answer) -> bool:
    """Whether this is for a hook: nobody's headers came with the question."""
    return shows(call, answer) and not call.headers


@request_fault(
    "mj-notify-missing-for-change",
    caught_by="midjourney.hook.called",
    source="Can-Chen/wrap-midjourney#17",
    dialects=("aitre", "modellss"),
)
def forgets_hook_of_changes(call: Call) -> Call:
    """Calls the hook of drawings, but not of what is made from them."""
    derived = submits(call, "action", "change", "simple-change")
    return call.without_fields("notifyHook") if derived else call
