"""Faults of changed pictures, and of pictures that are made in a chat."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.catalogue import DRAWING
from conformance.relay.faults.refusing import refusing
from conformance.relay.media import EDITS, asks, parts, serves
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import chat_document, on_messages, put

_FAILED = Problem(ProblemKind.INTERNAL, "The server had an error.")
_INTERNAL = Problem(
    ProblemKind.INTERNAL,
    "image_edit() missing 1 required positional argument: 'image'",
)


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


@fault(
    "img-edit-missing-image-500",
    caught_by="errors.no-5xx",
    source="BerriAI/litellm#42202",
)
def fails_without_picture(call: Call, answer: Answer) -> Answer:
    """Answers a form without a picture with 500 and a function's name."""
    lacking = asks(call, EDITS) and not parts(call, "image") + parts(call, "image[]")
    return refused(call, _INTERNAL) if lacking else answer


@refusing("img-edit-refused", "images.edits.accepted")
def refuses_edits(call: Call) -> bool:
    """Refuses to change a single picture."""
    alone = bool(parts(call, "image")) and not parts(call, "mask")
    return asks(call, EDITS) and alone


@refusing("chat-image-refused", "chat.image.accepted", "aitre")
def refuses_parts(call: Call) -> bool:
    """Refuses content in parts from the model that draws."""
    if not call.is_chat or call.fields.get("model") not in DRAWING:
        return False
    return any(isinstance(one["content"], list) for one in call.fields["messages"])


@fault(
    "chat-image-no-link",
    caught_by="chat.image.link",
    source="plausible",
    dialects=("aitre",),
)
def draws_no_link(call: Call, answer: Answer) -> Answer:
    """Says that a picture was drawn, and not where it is."""
    if not chat_document(call, answer) or call.fields.get("model") not in DRAWING:
        return answer
    return answer.map_json(on_messages(put(content="Here is your picture.")))


@fault(
    "chat-image-bare",
    caught_by="chat.image.shape",
    source="plausible",
    dialects=("aitre",),
)
def sends_address_alone(call: Call, answer: Answer) -> Answer:
    """Sends the address of a picture in place of a chat completion."""
    if not chat_document(call, answer) or call.fields.get("model") not in DRAWING:
        return answer
    return answer.with_json({"url": f"{call.home}{call.dialect.base}/pictures/a.png"})
