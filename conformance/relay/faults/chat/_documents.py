"""What faults change in a chat answer that is one JSON document."""

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import Change, chat_document, on_choices
from conformance.relay.thinking.families import FAMILIES


def with_finish_reason(answer: Answer, old: str, new: str) -> Answer:
    """The answer with one finish reason in the place of another."""

    def renamed(choice: Object) -> Object:
        same = choice["finish_reason"] == old
        return {**choice, "finish_reason": new} if same else choice

    return answer.map_json(on_choices(renamed))


def on_document(call: Call, answer: Answer, change: Change) -> Answer:
    """The answer changed, if it is a chat answer that is not streamed."""
    return answer.map_json(change) if chat_document(call, answer) else answer


def thinks(call: Call) -> bool:
    """Whether this is a chat with a model that thinks."""
    # What a broken request names may be anything, and a list is in no mapping.
    return call.is_chat and isinstance(call.model, str) and call.model in FAMILIES
