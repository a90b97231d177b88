"""Faults of chat streams: the shape of chunks after some thinking."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import chat_stream, on_deltas


@fault(
    "reason-content-list-streamed",
    caught_by="chat.stream.chunk",
    source="plausible",
    model="thinker-deepseek",
)
def streams_lists(call: Call, answer: Answer) -> Answer:
    """Sends the reasoning of a delta as its content, in a list of typed parts."""
    if not chat_stream(call, answer):
        return answer

    def listed(delta: Object) -> Object:
        thoughts = delta.get("reasoning_content")
        if not thoughts:
            return delta
        texts = [{"type": "text", "text": thoughts}]
        return {"content": [{"type": "thinking", "thinking": texts}]}

    return answer.map_chunks(on_deltas(listed))
