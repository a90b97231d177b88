"""Faults of refusals: another form or status on another route."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.media import EMBEDDINGS
from conformance.relay.shapes import on_key, put


def _refuses_body(call: Call, answer: Answer, route: str) -> bool:
    return bool(call.malformed) and answer.refuses and call.route == route


@fault("err-route-status", caught_by="errors.routes.status", source="plausible")
def refuses_with_another_status(call: Call, answer: Answer) -> Answer:
    """Refuses a body that is no JSON with 422 on embeddings, elsewhere with 400."""
    broken = _refuses_body(call, answer, EMBEDDINGS)
    return answer.with_status(422) if broken else answer


@fault("err-route-form", caught_by="errors.routes.form", source="plausible")
def refuses_in_another_form(call: Call, answer: Answer) -> Answer:
    """Names another type of error on completions than elsewhere."""
    if not _refuses_body(call, answer, "/completions"):
        return answer
    return answer.map_json(on_key("error", put(type="BadRequestError")))
