"""Faults of the model routes: whether they answer, and in which form."""

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import drop, on_items, put


def _lists(call: Call, answer: Answer) -> bool:
    return call.route == "/models" and call.method == "GET" and not answer.refuses


def _retrieves(call: Call, answer: Answer) -> bool:
    return call.route.startswith("/models/") and not answer.refuses


@fault(
    "models-list-missing",
    caught_by="models.list.accepted",
    # The list with compression offered is the same list.
    also=("http.gzip.accepted",),
    source="plausible",
)
def knows_no_list(call: Call, answer: Answer) -> Answer:
    """Does not route the list of models."""
    if not _lists(call, answer):
        return answer
    message = f"Invalid URL ({call.method} {call.path[:200]})"
    return refused(call, Problem(ProblemKind.NO_ROUTE, message))


@fault("models-data-renamed", caught_by="models.list.shape", source="plausible")
def renames_data(call: Call, answer: Answer) -> Answer:
    """Lists models under `models` where clients look for `data`."""

    def renamed(listing: Object) -> Object:
        return {**drop("data")(listing), "models": listing["data"]}

    return answer.map_json(renamed) if _lists(call, answer) else answer


@fault(
    "models-engine-missing",
    caught_by="models.list.engines",
    source="plausible",
    dialects=("vmware-pais",),
)
def leaves_engine_out(call: Call, answer: Answer) -> Answer:
    """Lists models without their engine."""
    if not _lists(call, answer):
        return answer
    return answer.map_json(on_items("data", drop("model_engine")))


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
    other = put(id="gpt-4o-mini-2024-07-18")
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
