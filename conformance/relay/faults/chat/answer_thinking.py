"""Faults of chat answers: the shape of those that come after some thinking."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.json_text import Object
from conformance.relay.shapes import on_messages


@fault(
    "reason-content-list",
    caught_by="chat.shape",
    source="symfony/ai#2422",
    model="thinker-deepseek",
)
def lists_its_content(call: Call, answer: Answer) -> Answer:
    """Sends the content after some thinking as a list of typed parts."""

    def listed(message: Object) -> Object:
        thoughts = message.get("reasoning_content")
        if not thoughts or message.get("content") is None:
            return message
        parts = [
            {"type": "thinking", "thinking": [{"type": "text", "text": thoughts}]},
            {"type": "text", "text": message["content"]},
        ]
        return {**message, "content": parts}

    return on_document(call, answer, on_messages(listed))
