"""Faults of bad requests: values beyond a stated bound are taken all the same."""

from conformance.relay.call import Call
from conformance.relay.faults.inputs import (
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
_PERCENTS = 10
_PENALTIES = ("presence_penalty", "frequency_penalty")


def _above(call: Call, name: str, most: int) -> bool:
    value = call.fields.get(name)
    return is_whole(value) and value > most


@bad_taken("gen-temperature-percent-accepted", "vmware-pais")
def reads_percents(call: Call) -> Call:
    """Takes a temperature of 10 or more for a completion, as a percentage."""
    given = call.fields.get("temperature")
    if not call.is_completions or not is_number(given) or given < _PERCENTS:
        return call
    return call.with_fields({"temperature": min(given / 100, 2)})


@bad_taken("gen-cap-negative-accepted", "vmware-pais")
def checks_cap_on_one_route(call: Call) -> Call:
    """Takes a negative cap of a completion, which it refuses for a chat."""
    cap = call.fields.get("max_tokens")
    taken = call.is_completions and is_whole(cap) and cap < 0
    return call.without_fields("max_tokens") if taken else call


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
    wanted = call.fields.get("top_logprobs")
    if not is_whole(wanted):
        return call
    nearest = min(max(wanted, 0), _MOST_ALTERNATIVES)
    return call.with_fields({"top_logprobs": nearest}) if nearest != wanted else call


@bad_taken("gen-penalty-beyond-accepted")
def takes_greater_penalties(call: Call) -> Call:
    """Takes a penalty beyond 2 or below -2, and ignores it."""
    beyond = [name for name in _PENALTIES if _is_beyond(call.fields.get(name))]
    return call.without_fields(*beyond)


def _is_beyond(value: Json) -> bool:
    return is_number(value) and abs(value) > 2
