"""Faults of completions: caps and stop texts."""

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.completions._documents import (
    asks_for_document,
    with_finish_reason,
)
from conformance.relay.reply import LONGEST


@fault("cmpl-length-as-stop", caught_by="completions.length", source="plausible")
def calls_length_stop(call: Call, answer: Answer) -> Answer:
    """Says `stop` where the token cap ended a completion."""
    return with_finish_reason(call, answer, "length", "stop")


@deaf_fault("cmpl-stop-ignored", caught_by="completions.stop", source="plausible")
def ignores_stop(call: Call) -> Call:
    """Goes on after a stop text of a completion."""
    return call.without_fields("stop") if asks_for_document(call) else call


@deaf_fault(
    "cmpl-max-tokens-ignored", caught_by="completions.max-tokens", source="plausible"
)
def ignores_max_tokens(call: Call) -> Call:
    """Goes on beyond `max_tokens` of a completion."""
    if not asks_for_document(call) or call.fields.get("max_tokens") is None:
        return call
    # Without the field a short cap of the relay's own would take its place.
    return call.with_fields({"max_tokens": LONGEST})
