"""Models: the list of them, and one by its name."""

from random import Random

from conformance.relay.answer import Answer, json_answer
from conformance.relay.by_schema import Filling, fill
from conformance.relay.call import Call
from conformance.relay.catalogue import Use, offered, unknown
from conformance.relay.dialect import MODEL
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import ProblemKind, Refused
from conformance.relay.route import route

_CREATED = 1715367049


@route("GET", "/models", "models")
def listing(call: Call) -> Answer:
    """All models."""
    data = [_model(name, call, call.dialect.model) for name in offered(call)]
    keys = call.dialect.listing["properties"]
    body = {"object": "list"} if "object" in keys else {}
    return json_answer({**body, "data": data})


@route("GET", "/models/(?P<model>.+)", "models.retrieve")
def retrieve(call: Call) -> Answer:
    """One model."""
    name = call.args["model"]
    if name not in offered(call):
        raise Refused(unknown(name, ProblemKind.NO_RESOURCE))
    return json_answer(_model(name, call, MODEL))


def _model(name: str, call: Call, form: Object) -> Object:
    """The keys that a schema has, and what else it promises of each model."""
    known = {
        "id": name,
        "object": "model",
        "created": _CREATED,
        "owned_by": "relaycert",
    }
    model = {key: value for key, value in known.items() if key in form["properties"]}
    use = offered(call)[name]
    more = [key for key in form.get("required", ()) if key not in model]
    return model | {key: _told(form["properties"].get(key, {}), use) for key in more}


def _told(form: Object, use: Use) -> Json:
    """The value that names a model's use, where there is one; else any that fits."""
    values = form.get("enum")
    if not values:
        return fill(form, Filling(form, Random(0)))
    return use.name if use.name in values else values[-1]
