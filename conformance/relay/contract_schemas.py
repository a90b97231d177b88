"""JSON Schemas of request bodies, as the contract of a dialect has them."""

from functools import cache

from conformance.relay.dialect import Bound, Dialect, FieldRules
from conformance.relay.json_text import Json, Object
from conformance.relay.request_schemas import REQUESTS

# The keywords that hold values between bounds, by the JSON type that comes first.
_BOUNDS = {
    "array": ("minItems", "maxItems"),
    "string": ("minLength", "maxLength"),
    "number": ("minimum", "maximum"),
    "integer": ("minimum", "maximum"),
}
# What an object in the place of a name stands for.
_FUNCTION = "function"


# A model that thinks has them from its maker, whatever the contract lists.
_OF_THE_MODEL = frozenset({"max_completion_tokens", "reasoning_effort"})


def knows(endpoint: str) -> bool:
    """Whether there is such an endpoint."""
    return endpoint in REQUESTS


@cache
def schema_of(dialect: Dialect, endpoint: str) -> Object:
    """The schema of a request: `chat`, `images/dall-e-3`, …"""
    schema, rules = REQUESTS[endpoint], dialect.rules(endpoint.partition("/")[0])
    properties = {
        name: _field(rules, name, form)
        for name, form in schema["properties"].items()
        if rules.known is None or name in rules.known | _OF_THE_MODEL
    }
    if roles := rules.values.get("role"):
        properties["messages"] = _spoken_by(properties["messages"], list(roles))
    required = schema["required"] if rules.required is None else rules.required
    return {**schema, "required": list(required), "properties": properties}


def _spoken_by(messages: Object, roles: list[Json]) -> Object:
    """The form of messages that are of these roles."""
    item = messages["items"]
    kinds = {**item["properties"], "role": {"enum": roles}}
    return {**messages, "items": {**item, "properties": kinds}}


def _field(rules: FieldRules, name: str, form: Object) -> Object:
    changed = {**form}
    if name in rules.types:
        changed["type"] = list(rules.types[name])
    if name in rules.bounds:
        changed = _bounded(changed, rules.bounds[name])
    return _valued(changed, name, list(rules.values.get(name, ())))


def _bounded(form: Object, bound: Bound) -> Object:
    types = form.get("type", ())
    kind = next((k for k in _BOUNDS if k in types or k == types), "number")
    limits = zip(_BOUNDS[kind], (bound.least, bound.most), strict=True)
    kept = {key: value for key, value in form.items() if key not in _BOUNDS[kind]}
    return kept | {key: value for key, value in limits if value is not None}


def _valued(form: Object, name: str, values: list[Json]) -> Object:
    """The form of a field that may have these values; none: any of the reference."""
    if not values:
        return form
    if "else" in form:  # a name, or an object that says more
        if _FUNCTION not in values:
            return {"enum": [*values, None]}
        return {**form, "else": {"enum": [*values, None]}}
    if "properties" in form and "type" in form["properties"]:
        kind = {**form["properties"]["type"], "enum": values}
        return {**form, "properties": {**form["properties"], "type": kind}}
    return {**form, "enum": [*values, None]}
