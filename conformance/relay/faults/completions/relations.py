"""Faults of completions that show when answers are held against each other."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault, request_fault
from conformance.relay.call import Call
from conformance.relay.faults._escapes import misread
from conformance.relay.faults._usage import counting_one, estimating
from conformance.relay.shapes import completions_document


@fault(
    "cmpl-usage-one-choice",
    caught_by="completions.usage-every-choice",
    source="plausible",
)
def counts_one_text(call: Call, answer: Answer) -> Answer:
    """Counts the tokens of one choice of a completion for one prompt."""
    alone = isinstance(call.fields.get("prompt"), str)
    good = alone and completions_document(call, answer)
    return counting_one(answer) if good else answer


@fault(
    "cmpl-stream-usage-estimated",
    caught_by="completions.stream.usage-equals-json",
    source="plausible",
)
def estimates_completion_streams(call: Call, answer: Answer) -> Answer:
    """Estimates the prompt's tokens where a completion is streamed."""
    text = str(call.fields.get("prompt"))
    return estimating(answer, text) if call.is_completions else answer


@request_fault(
    "cmpl-escapes-halved", caught_by="completions.spelling", source="plausible"
)
def halves_escapes(call: Call) -> Call:
    """Reads each half of an escaped character of a completion request alone."""
    return misread(call) if call.is_completions else call
