"""Faults of refusals: what `error.code` holds."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._refusals import is_invalid
from conformance.relay.shapes import on_key, put


@fault(
    "err-code-number",
    caught_by="errors.code",
    source="plausible",
    dialects=("litellm",),
)
def numbers_codes(call: Call, answer: Answer) -> Answer:
    """Sends a number as the code of an error, which is documented as a text."""
    if not is_invalid(answer):
        return answer
    return answer.map_json(on_key("error", put(code=answer.status)))


@fault(
    "err-code-other-status",
    caught_by="errors.code-is-status",
    source="plausible",
    dialects=("openrouter", "vllm"),
)
def codes_another_status(call: Call, answer: Answer) -> Answer:
    """Sends the number of another status as the code of an error."""
    if not is_invalid(answer):
        return answer
    return answer.map_json(on_key("error", put(code=500)))
