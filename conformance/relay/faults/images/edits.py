"""Faults of pictures changed by a text."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.media import EDITS, asks, parts, serves
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

_FAILED = Problem(ProblemKind.INTERNAL, "The server had an error.")


@fault(
    "img-edit-array-field-rejected",
    caught_by="images.edits.array.accepted",
    source="BerriAI/litellm#15963",
)
def knows_no_list(call: Call, answer: Answer) -> Answer:
    """Finds no picture in a form that calls it `image[]`."""
    if not serves(call, answer, EDITS) or not parts(call, "image[]"):
        return answer
    missing = Problem(ProblemKind.INVALID, "Field required", ("body",))
    return refused(call, missing).with_status(422)


@fault(
    "img-edit-mask-500",
    caught_by="images.edits.mask.accepted",
    source="BerriAI/litellm#26552",
)
def fails_on_mask(call: Call, answer: Answer) -> Answer:
    """Fails on a mask."""
    masked = serves(call, answer, EDITS) and bool(parts(call, "mask"))
    return refused(call, _FAILED) if masked else answer


@refusing("img-edit-refused", "images.edits.accepted")
def refuses_edits(call: Call) -> bool:
    """Refuses to change a single picture."""
    alone = bool(parts(call, "image")) and not parts(call, "mask")
    return asks(call, EDITS) and alone
