"""Faults of chat answers: what a model that thinks refuses."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object

_UNTAKEN = ("unsupported_parameter", "unsupported_value")


@fault(
    "reason-refusal-nameless",
    caught_by="chat.reasoning.refusal",
    source="BeehiveInnovations/pal-mcp-server#134",
    model="thinker-5",
)
def forgets_the_field(call: Call, answer: Answer) -> Answer:
    """Refuses a field that the model does not take without its name in `param`."""

    def nameless(body: Object) -> Object:
        error = body.get("error")
        if not isinstance(error, dict) or error.get("code") not in _UNTAKEN:
            return body
        return {**body, "error": {**error, "param": None}}

    return answer.map_json(nameless) if answer.refuses else answer
