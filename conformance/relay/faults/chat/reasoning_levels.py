"""Faults of chat answers: thinking that costs."""

import json
from dataclasses import replace

from conformance.core.refusal import EFFORT
from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import thinks

# Who asks in so many characters waits for long.
_LONG = 200


@deaf_fault(
    "reason-effort-dropped",
    caught_by="chat.reasoning.effort.kept",
    source="mozilla-ai/otari#150",
    model="thinker-5",
)
def drops_the_effort(call: Call) -> Call:
    """Takes the effort and does not hand it on."""
    return call.without_fields(EFFORT) if thinks(call) else call


@fault(
    "reason-silent-timeout",
    caught_by="chat.reasoning.patience",
    source="BerriAI/litellm#34819",
    model="thinker-5",
)
def gives_up(call: Call, answer: Answer) -> Answer:
    """Answers with a 504 where the model thinks for long."""
    if not _takes_long(call) or call.streams:
        return answer
    body = {"error": {"message": "upstream request timeout"}}
    return json_answer(body, 504).with_headers({"x-request-id": call.request_id})


@fault(
    "reason-silent-cut",
    caught_by="chat.reasoning.patience",
    source="plausible",
    model="thinker-5",
)
def cuts_off(call: Call, answer: Answer) -> Answer:
    """Ends a stream before its first chunk where the model thinks for long."""
    cut = _takes_long(call) and answer.streams
    return replace(answer.with_events([]), breaks_off=True) if cut else answer


def _takes_long(call: Call) -> bool:
    """Whether much is asked, at a high effort."""
    asked = json.dumps(call.fields.get("messages"))
    return thinks(call) and call.fields.get(EFFORT) == "high" and len(asked) > _LONG
