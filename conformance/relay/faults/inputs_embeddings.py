"""Faults of requests for embeddings whose input or length is unusual."""

from conformance.relay.call import Call
from conformance.relay.faults.inputs import bad_fails, bad_taken, is_whole
from conformance.relay.json_text import Json


def _input(call: Call) -> Json:
    asks = call.method == "POST" and call.route == "/embeddings"
    return call.fields.get("input") if asks else None


@bad_fails("gen-emb-object-500")
def fails_on_objects(call: Call) -> bool:
    """Answers an object in the input, however deep, with status 500."""
    return _has_object(_input(call))


def _has_object(value: Json) -> bool:
    if isinstance(value, list):
        return any(map(_has_object, value))
    return isinstance(value, dict)


@bad_taken("gen-emb-object-skipped")
def skips_objects(call: Call) -> Call:
    """Takes an object among the texts, and leaves it out."""
    given = _input(call)
    items = given if isinstance(given, list) else []
    kept = [item for item in items if not isinstance(item, dict)]
    return call.with_fields({"input": kept}) if kept and kept != items else call


@bad_taken("gen-emb-no-dimensions-accepted")
def ignores_no_dimensions(call: Call) -> Call:
    """Takes a length of 0 or less for a vector, and ignores it."""
    length = call.fields.get("dimensions") if _input(call) else None
    wrong = is_whole(length) and length < 1
    return call.without_fields("dimensions") if wrong else call
