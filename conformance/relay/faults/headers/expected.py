"""Faults of headers that a contract promises."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call

_OF_EVERY_RELAY = ("content-type", "x-request-id")


@fault(
    "header-promised-missing",
    caught_by="headers.expected",
    source="plausible",
    dialects=("openrouter",),
)
def leaves_promised_headers_out(call: Call, answer: Answer) -> Answer:
    """Leaves out of answers the headers that are this contract's own."""
    kept = {n: v for n, v in answer.headers.items() if n in _OF_EVERY_RELAY}
    return replace(answer, headers=kept)
