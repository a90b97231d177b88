"""Servers whose Midjourney tasks are not begun, do not end, or end otherwise."""

from collections.abc import Mapping

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, blank
from conformance.relay.call import Call
from conformance.relay.json_text import Object

_BUSY = 23


def _translated(answer: Answer, words: Mapping[str, str]) -> Answer:
    """The answer, with other words for the status of a task."""
    body = answer.json
    if not isinstance(body, dict) or not isinstance(body.get("status"), str):
        return answer
    status = words.get(body["status"], body["status"])
    return answer.with_json({**body, "status": status})


@blank("other-ends")
def ends_otherwise(call: Call, proceed: Answering) -> Answer:
    """Lets those tasks fail that should succeed, and the reverse."""
    words = {"SUCCESS": "FAILURE", "FAILURE": "SUCCESS"}
    return _translated(proceed(call), words)


@blank("never-ends")
def never_ends(call: Call, proceed: Answering) -> Answer:
    """Lets no task end."""
    ends = ("SUCCESS", "FAILURE", "CANCEL")
    return _translated(proceed(call), dict.fromkeys(ends, "IN_PROGRESS"))


@blank("busy")
def has_too_much_to_do(call: Call, proceed: Answering) -> Answer:
    """Begins no task, as there are too many."""

    def busy(body: Object) -> Object:
        description = "There are too many tasks; try again later."
        return {"code": _BUSY, "description": description, "result": None}

    answer = proceed(call)
    body = answer.json
    begins = isinstance(body, dict) and body.get("code") in (1, 21, 22)
    return answer.map_json(busy) if begins and call.method == "POST" else answer
