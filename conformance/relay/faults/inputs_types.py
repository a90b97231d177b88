"""Faults of bad requests: values of a wrong type are taken all the same."""

from conformance.relay.call import Call
from conformance.relay.faults.inputs import bad_taken, is_whole
from conformance.relay.json_text import Json


def _is_integer(value: Json) -> bool:
    """Whether JSON Schema calls it an integer: 2.0 is one too."""
    return is_whole(value) or (isinstance(value, float) and value.is_integer())


def _without(call: Call, name: str) -> Call:
    """The call without a field that has a value."""
    return call.without_fields(name) if call.fields.get(name) is not None else call


@bad_taken("gen-n-type-accepted")
def ignores_strange_n(call: Call) -> Call:
    """Takes an `n` that is no integer, and ignores it."""
    return call if _is_integer(call.fields.get("n")) else _without(call, "n")


@bad_taken("gen-cap-type-accepted")
def ignores_strange_cap(call: Call) -> Call:
    """Takes a `max_tokens` that is no integer, and ignores it."""
    whole = _is_integer(call.fields.get("max_tokens"))
    return call if whole else _without(call, "max_tokens")


@bad_taken("gen-bias-type-accepted")
def ignores_strange_bias(call: Call) -> Call:
    """Takes a `logit_bias` that is no object of integers, and ignores it."""
    bias = call.fields.get("logit_bias")
    good = isinstance(bias, dict) and all(map(_is_integer, bias.values()))
    return call if good else _without(call, "logit_bias")


@bad_taken("gen-stop-type-accepted")
def ignores_strange_stops(call: Call) -> Call:
    """Takes a `stop` that is neither text nor texts, and ignores it."""
    stop = call.fields.get("stop")
    listed = isinstance(stop, list) and all(isinstance(one, str) for one in stop)
    return call if listed or isinstance(stop, str) else _without(call, "stop")
