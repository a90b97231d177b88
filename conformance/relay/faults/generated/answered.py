"""Faults of rare requests, good or bad: status 500, or no answer at all."""

from conformance.relay.call import Call
from conformance.relay.faults.generated._requests import (
    bad_fails,
    embeddings_input,
    good_fails,
    good_hangs,
    has_category,
    is_number,
    is_whole,
    stops_of,
    texts_of,
)
from conformance.relay.json_text import Json

# Beyond this, a first look refuses what would break the second.
_DEEP, _DEEPEST = 40, 50
_WIDEST = 2**63
_TINY = 1e-6
_SPEECH = "/audio/speech"
_PICTURES = "/images/generations"
# More than the column of a table of callers would hold.
_LONGEST_USER = 500


@bad_fails("gen-key-twice-500")
def fails_on_same_key(call: Call) -> bool:
    """Answers an object that names its text twice with status 500."""
    cap_twice = call.raw.count(b'"max_tokens"') > 1
    return "same key twice" in call.malformed and not cap_twice


@bad_fails("gen-half-surrogate-500")
def fails_on_half_surrogate(call: Call) -> bool:
    """Answers a text with half of a surrogate pair with status 500."""
    return "surrogate" in call.malformed


@good_fails("gen-deep-500")
def fails_on_depth(call: Call) -> bool:
    """Answers a body nested 40 deep with status 500."""
    return b"[" * _DEEP in call.raw and b"[" * _DEEPEST not in call.raw


@bad_fails("gen-huge-number-500")
def fails_on_huge_number(call: Call) -> bool:
    """Answers a number that no float can hold with status 500."""
    return "number is too large" in call.malformed


@bad_fails("gen-seed-huge-500")
def fails_on_huge_seed(call: Call) -> bool:
    """Answers a seed of more than 64 bits with status 500."""
    seed = call.fields.get("seed")
    return is_whole(seed) and not -_WIDEST <= seed < _WIDEST


@bad_fails("gen-wrong-type-500")
def fails_on_wrong_type(call: Call) -> bool:
    """Answers JSON labelled as a form or as XML with status 500."""
    kind = call.headers.get("content-type", "").lower()
    return "urlencoded" in kind or "xml" in kind


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


@bad_fails("gen-emb-object-500")
def fails_on_objects(call: Call) -> bool:
    """Answers an object in the input, however deep, with status 500."""
    return _has_object(embeddings_input(call))


def _has_object(value: Json) -> bool:
    if isinstance(value, list):
        return any(map(_has_object, value))
    return isinstance(value, dict)


def _is_wide(text: Json) -> bool:
    """Whether a text has a character outside of the basic plane."""
    return isinstance(text, str) and any(ord(one) > 0xFFFF for one in text)


@good_fails("gen-speech-emoji-500")
def fails_on_spoken_emoji(call: Call) -> bool:
    """Answers a text to be spoken that has an emoji with status 500."""
    return call.route == _SPEECH and _is_wide(call.fields.get("input"))


@good_fails("gen-image-emoji-500")
def fails_on_drawn_emoji(call: Call) -> bool:
    """Answers a prompt for a picture that has an emoji with status 500."""
    return call.route == _PICTURES and _is_wide(call.fields.get("prompt"))


@good_fails("gen-mj-emoji-500", "modellss")
def fails_on_imagined_emoji(call: Call) -> bool:
    """Answers a prompt to imagine that has an emoji with status 500."""
    return call.path == "/mj/submit/imagine" and _is_wide(call.fields.get("prompt"))


def _user(call: Call) -> str:
    user = call.fields.get("user")
    return user if isinstance(user, str) else ""


@good_fails("gen-user-emoji-500")
def fails_on_emoji(call: Call) -> bool:
    """Answers a `user` with an emoji with status 500."""
    return any(ord(one) > 0xFFFF for one in _user(call))


@good_fails("gen-user-long-500")
def fails_on_long_user(call: Call) -> bool:
    """Answers a `user` of more than 500 characters with status 500."""
    return len(_user(call)) > _LONGEST_USER


@good_fails("gen-control-character-500", "aitre")
def fails_on_control_character(call: Call) -> bool:
    """Answers a text with a control character with status 500."""
    return has_category(texts_of(call), "Cc")


@good_hangs("gen-direction-mark-hangs-up", "modellss")
def hangs_up_on_marks(call: Call) -> bool:
    """Ends the connection on a text with an invisible mark, as for its direction."""
    return has_category(texts_of(call), "Cf")


@good_hangs("gen-blank-stop-hangs-up")
def hangs_up_on_blanks(call: Call) -> bool:
    """Ends the connection on a stop text of nothing but blanks."""
    return any(isinstance(stop, str) and stop.isspace() for stop in stops_of(call))
