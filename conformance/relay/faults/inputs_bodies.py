"""Faults of bad requests: bodies that are no JSON, or not what they are to be."""

from dataclasses import replace

from conformance.relay.call import Call
from conformance.relay.faults.inputs import bad_fails, bad_taken, is_whole
from conformance.relay.json_text import Object

# Beyond this, a first look refuses what would break the second.
_DEEPEST = 1100
_WIDEST = 2**63
# What a completion request is taken for when it cannot be read.
_DEFAULT: Object = {"model": "gpt-3.5-turbo-instruct", "prompt": "", "max_tokens": 1}


@bad_fails("gen-key-twice-500")
def fails_on_same_key(call: Call) -> bool:
    """Answers an object that names a key twice with status 500."""
    return "same key twice" in call.malformed


@bad_fails("gen-half-surrogate-500")
def fails_on_half_surrogate(call: Call) -> bool:
    """Answers a text with half of a surrogate pair with status 500."""
    return "surrogate" in call.malformed


@bad_fails("gen-deep-500")
def fails_on_depth(call: Call) -> bool:
    """Answers a body nested up to 1,000 deep with status 500."""
    opened = call.raw.count(b"[") + call.raw.count(b"{")
    return "too deeply" in call.malformed and opened <= _DEEPEST


@bad_fails("gen-huge-number-500")
def fails_on_huge_number(call: Call) -> bool:
    """Answers a number that no float can hold with status 500."""
    return "number is too large" in call.malformed


@bad_fails("gen-seed-huge-500")
def fails_on_huge_seed(call: Call) -> bool:
    """Answers a seed of more than 64 bits with status 500."""
    seed = call.fields.get("seed")
    return is_whole(seed) and not -_WIDEST <= seed < _WIDEST


@bad_fails("gen-list-body-500")
def fails_on_list(call: Call) -> bool:
    """Answers a body that is a list with status 500."""
    return isinstance(call.json, list)


@bad_fails("gen-wrong-type-500")
def fails_on_wrong_type(call: Call) -> bool:
    """Answers JSON labelled as a form or as XML with status 500."""
    kind = call.headers.get("content-type", "").lower()
    return "urlencoded" in kind or "xml" in kind


@bad_taken("gen-broken-json-accepted")
def reads_broken_as_empty(call: Call) -> Call:
    """Takes a completion request that is no JSON as one that says nothing."""
    # Only what a parser stumbles over tells where: the rest is read, then refused.
    stumbles = " at line " in call.malformed and call.raw.startswith(b"{")
    if not call.is_completions or not stumbles:
        return call
    return replace(call, json=_DEFAULT, malformed="")
