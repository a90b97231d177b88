"""Faults of models: one by its id."""

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.models._answers import is_listing
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import drop, on_items, put


def _retrieves(call: Call, answer: Answer) -> bool:
    return call.route.startswith("/models/") and not answer.refuses


@fault(
    "models-retrieve-fields-missing",
    caught_by="models.retrieve.shape",
    source="plausible",
)
def leaves_owner_out(call: Call, answer: Answer) -> Answer:
    """Answers the retrieval of a model without `owned_by`."""
    return answer.map_json(drop("owned_by")) if _retrieves(call, answer) else answer


@fault("models-retrieve-other", caught_by="models.retrieve.same-id", source="plausible")
def answers_with_other_model(call: Call, answer: Answer) -> Answer:
    """Answers the retrieval of a model with another one."""
    other = put(id="reference-chat-1")
    return answer.map_json(other) if _retrieves(call, answer) else answer


@fault(
    "models-unknown-retrieved", caught_by="models.retrieve-unknown", source="plausible"
)
def invents_model(call: Call, answer: Answer) -> Answer:
    """Answers the retrieval of an unknown model as if it existed."""
    if not answer.refuses_as(ProblemKind.NO_RESOURCE):
        return answer
    name = call.route.removeprefix("/models/")
    model = {"id": name, "object": "model", "created": 0, "owned_by": "system"}
    return json_answer(model).with_headers(answer.headers)


def _retrieved(call: Call, answer: Answer) -> bool:
    return call.route.startswith("/models/") and not answer.refuses


@fault(
    "models-created-now",
    caught_by="models.retrieve.same-created",
    source="pollinations/pollinations#13798",
)
def creates_models_now(call: Call, answer: Answer) -> Answer:
    """Says that every model was created at the time of the call."""
    # Moved on call by call: two calls of a test are seldom a second apart.
    now = put(created=int(call.received) + call.nth)
    if _retrieved(call, answer):
        return answer.map_json(now)
    return (
        answer.map_json(on_items("data", now)) if is_listing(call, answer) else answer
    )


@fault(
    "models-retrieve-missing",
    caught_by="models.retrieve.accepted",
    source="BerriAI/litellm#13128",
)
def knows_no_single_model(call: Call, answer: Answer) -> Answer:
    """Answers the retrieval of a listed model with 404."""
    if not _retrieved(call, answer):
        return answer
    message = f"Invalid URL ({call.method} {call.path[:200]})"
    return refused(call, Problem(ProblemKind.NO_ROUTE, message))
