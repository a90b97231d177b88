"""Faults of rare bad requests: values beyond a bound, or of a wrong type, are taken."""

from conformance.relay.call import Call
from conformance.relay.faults.generated._requests import (
    bad_taken,
    is_number,
    is_whole,
    stops_of,
)
from conformance.relay.json_text import Json

_MOST_STOPS = 4
_MOST_CHOICES = 128
_MOST_CANDIDATES = 20
_MOST_ALTERNATIVES = 20
_PENALTIES = ("presence_penalty", "frequency_penalty")


def _above(call: Call, name: str, most: int) -> bool:
    value = call.fields.get(name)
    return is_whole(value) and value > most


@bad_taken("gen-n-129-accepted")
def takes_many_choices(call: Call) -> Call:
    """Takes an `n` of more than 128, and ignores it."""
    return call.without_fields("n") if _above(call, "n", _MOST_CHOICES) else call


@bad_taken("gen-best-of-21-accepted")
def takes_many_candidates(call: Call) -> Call:
    """Takes a `best_of` of more than 20, and ignores it."""
    beyond = _above(call, "best_of", _MOST_CANDIDATES)
    return call.without_fields("best_of") if beyond else call


@bad_taken("gen-five-stops-accepted")
def takes_more_stops(call: Call) -> Call:
    """Takes more than four stop texts, and looks at the first four."""
    if len(stops_of(call)) <= _MOST_STOPS:
        return call
    return call.with_fields({"stop": stops_of(call)[:_MOST_STOPS]})


@bad_taken("gen-top-logprobs-accepted")
def takes_any_alternatives(call: Call) -> Call:
    """Takes a `top_logprobs` below 0 or above 20 as the nearest that is allowed."""
    alternatives = call.fields.get("top_logprobs")
    if not is_whole(alternatives):
        return call
    nearest = min(max(alternatives, 0), _MOST_ALTERNATIVES)
    return (
        call.with_fields({"top_logprobs": nearest}) if nearest != alternatives else call
    )


@bad_taken("gen-penalty-beyond-accepted")
def takes_greater_penalties(call: Call) -> Call:
    """Takes a penalty beyond 2 or below -2, and ignores it."""
    beyond = [name for name in _PENALTIES if _is_beyond(call.fields.get(name))]
    return call.without_fields(*beyond)


def _is_beyond(value: Json) -> bool:
    return is_number(value) and abs(value) > 2


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
