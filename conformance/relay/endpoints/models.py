"""Models: the list of them, and one by its name."""

from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.catalogue import Use, offered, unknown
from conformance.relay.dialect import EnvelopeStyle
from conformance.relay.json_text import Object
from conformance.relay.problem import ProblemKind, Refused
from conformance.relay.route import NOT_VMWARE, route

_CREATED = 1715367049


@route("GET", "/models")
def listing(call: Call) -> Answer:
    """All models."""
    data = [_model(name, call) for name in offered(call)]
    return json_answer({"object": "list", "data": data})


@route("GET", "/models/(?P<model>.+)", NOT_VMWARE)
def retrieve(call: Call) -> Answer:
    """One model."""
    name = call.args["model"]
    if name not in offered(call):
        raise Refused(unknown(name, ProblemKind.NO_RESOURCE))
    return json_answer(_model(name, call))


def _model(name: str, call: Call) -> Object:
    model = {
        "id": name,
        "object": "model",
        "created": _CREATED,
        "owned_by": "relaycert",
    }
    if call.dialect.family is not EnvelopeStyle.FASTAPI:
        return model
    if offered(call)[name] is Use.EMBEDDINGS:
        return {**model, "model_type": "EMBEDDINGS", "model_engine": "INFINITY"}
    return {**model, "model_type": "COMPLETIONS", "model_engine": "VLLM"}
