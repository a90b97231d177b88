"""Faults of good requests with values that are the last or the least allowed."""

from conformance.relay.call import Call
from conformance.relay.faults.inputs import (
    good_fails,
    good_refused,
    is_number,
    is_whole,
    stops_of,
)

_MOST_STOPS = 4
_TINY = 1e-6


@good_refused("gen-temperature-two-refused", "vmware-pais")
def refuses_hottest(call: Call) -> bool:
    """Refuses a temperature of exactly 2, without a word on what is wrong."""
    return call.fields.get("temperature") == 2


@good_refused("gen-four-stops-refused")
def refuses_four_stops(call: Call) -> bool:
    """Refuses four stop texts of a completion, without a word on what is wrong."""
    return call.is_completions and len(stops_of(call)) == _MOST_STOPS


@good_fails("gen-top-p-tiny-500")
def fails_on_no_mass(call: Call) -> bool:
    """Answers a `top_p` of 0, or all but 0, with status 500."""
    mass = call.fields.get("top_p")
    return is_number(mass) and mass < _TINY


@good_fails("gen-seed-negative-500")
def fails_on_negative_seed(call: Call) -> bool:
    """Answers a negative seed with status 500."""
    seed = call.fields.get("seed")
    return is_whole(seed) and seed < 0


@good_fails("gen-logit-bias-empty-500")
def fails_on_empty_bias(call: Call) -> bool:
    """Answers an empty `logit_bias` with status 500."""
    return call.fields.get("logit_bias") == {}


@good_fails("gen-one-token-500")
def fails_on_short_completion(call: Call) -> bool:
    """Answers a completion request for one token, or none, with status 500."""
    cap = call.fields.get("max_tokens")
    return call.is_completions and is_whole(cap) and cap <= 1


@good_fails("gen-null-500")
def fails_on_null(call: Call) -> bool:
    """Answers null for an optional field of a completion with status 500."""
    return call.is_completions and None in call.fields.values()
