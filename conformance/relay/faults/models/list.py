"""Faults of models: the list."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call, Credential
from conformance.relay.faults.models._answers import is_listing
from conformance.relay.json_text import Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import drop, on_items, put


def _lists(call: Call, answer: Answer) -> bool:
    return call.route == "/models" and call.method == "GET" and not answer.refuses


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
    "models-fields-missing",
    caught_by="models.list.fields",
    source="aallam/openai-kotlin#332",
)
def leaves_owner_out(call: Call, answer: Answer) -> Answer:
    """Lists models without `owned_by`."""
    if not is_listing(call, answer):
        return answer
    return answer.map_json(on_items("data", drop("owned_by")))


@fault("models-list-short", caught_by="models.list.serves", source="plausible")
def leaves_a_model_out(call: Call, answer: Answer) -> Answer:
    """Leaves the model that chat requests use out of the list."""
    if not is_listing(call, answer):
        return answer

    def shortened(value: Object) -> Object:
        models = [item for item in value["data"] if item["id"] != "reference-chat"]
        return {**value, "data": models}

    return answer.map_json(shortened)


@fault(
    "models-created-null",
    caught_by="models.list.fields",
    source="davidmigloz/langchain_dart#734",
)
def leaves_created_null(call: Call, answer: Answer) -> Answer:
    """Lists models whose `created` is null."""
    if not is_listing(call, answer):
        return answer
    return answer.map_json(on_items("data", put(created=None)))


@fault(
    "models-duplicates",
    caught_by="models.list.unique",
    source="campfirein/byterover-cli#652",
)
def lists_model_twice(call: Call, answer: Answer) -> Answer:
    """Lists the first model twice."""

    def doubled(listing: Object) -> Object:
        return {**listing, "data": [*listing["data"], listing["data"][0]]}

    return answer.map_json(doubled) if is_listing(call, answer) else answer


@around_fault(
    "models-authed-empty",
    caught_by="models.list.not-empty",
    also=("auth.models",),
    source="diegosouzapw/OmniRoute#6406",
)
def hides_models_from_keys(call: Call, proceed: Answering) -> Answer:
    """Lists all models without a key, and none with a good one."""
    if call.route != "/models" or call.credential is Credential.WRONG:
        return proceed(call)
    answer = proceed(replace(call, credential=Credential.GOOD))
    if call.credential is Credential.MISSING or not is_listing(call, answer):
        return answer
    return answer.map_json(put(data=[]))


@fault("models-name-for-id", caught_by="models.list.shape", source="plausible")
def names_models(call: Call, answer: Answer) -> Answer:
    """Gives the models of the list a `name`, and no `id`."""

    def named(model: Object) -> Object:
        return {**drop("id")(model), "name": model["id"]}

    return answer.map_json(on_items("data", named)) if _lists(call, answer) else answer
