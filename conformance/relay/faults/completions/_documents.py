"""What faults change in a completion that is one JSON document."""

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import Change, completions_document, on_choices


def on_document(call: Call, answer: Answer, change: Change) -> Answer:
    """The answer changed, if it is a completion that is not streamed."""
    return answer.map_json(change) if completions_document(call, answer) else answer


def asks_for_document(call: Call) -> bool:
    """Whether a call wants a completion that is not streamed."""
    return call.is_completions and not call.streams


def with_finish_reason(call: Call, answer: Answer, old: str, new: str) -> Answer:
    """The completion with one finish reason in the place of another."""

    def renamed(choice: Object) -> Object:
        meant = choice["finish_reason"] == old
        return {**choice, "finish_reason": new} if meant else choice

    return on_document(call, answer, on_choices(renamed))
