"""Faults of pictures as chat answers."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.catalogue import DRAWING
from conformance.relay.faults._refusing import refusing
from conformance.relay.shapes import chat_document, on_messages, put


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
