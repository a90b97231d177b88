"""Legitimate ways to list models."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_variation, variation
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import on_items, put

# The chat model of the reference catalogue.
_ONLY = "reference-chat"


def _is_listing(call: Call) -> bool:
    return call.route == "/models" and call.method == "GET"


@variation("models-extra")
def widens_models(call: Call, answer: Answer) -> Answer:
    """Lists models with fields of its own and a placeholder for the owner."""
    if not _is_listing(call):
        return answer
    wide = put(
        owned_by="custom", root=None, parent=None, permission=[], max_model_len=8192
    )
    return answer.map_json(on_items("data", wide))


@variation("models-reversed")
def reverses_models(call: Call, answer: Answer) -> Answer:
    """Lists models in another order."""

    def turned(listing: Object) -> Object:
        return {**listing, "data": listing["data"][::-1]}

    return (
        answer.map_json(turned) if _is_listing(call) and not answer.refuses else answer
    )


@variation("models-success-list", dialects=("aitre", "modellss", "new-api"))
def lists_as_success(call: Call, answer: Answer) -> Answer:
    """Lists models as some relays do, under `success` in place of `object`."""

    def renamed(listing: Object) -> Object:
        models = [{**item, "permission": None} for item in listing["data"]]
        return {"success": True, "data": models}

    listed = _is_listing(call) and not answer.refuses
    return answer.map_json(renamed) if listed else answer


@variation("models-dated-now", dialects=("vllm",))
def dates_models_now(call: Call, answer: Answer) -> Answer:
    """Lists models as if each had been made when it is asked for."""
    if not _is_listing(call):
        return answer
    return answer.map_json(on_items("data", put(created=int(call.received))))


@around_variation("one-model", also=("models.list.serves",))
def answers_every_name(call: Call, proceed: Answering) -> Answer:
    """Lists one model, and chats with it whatever name is given."""
    answer = proceed(call)
    if _is_listing(call) and not answer.refuses:
        return answer.map_json(_with_one)
    if not call.is_chat or not answer.refuses_as(ProblemKind.UNKNOWN_MODEL):
        return answer
    named = put(model=_ONLY)
    return proceed(call.with_fields(named({}))).map_json(named).map_chunks(named)


def _with_one(listing: Object) -> Object:
    return {**listing, "data": [m for m in listing["data"] if m["id"] == _ONLY]}
