"""Faults of chat streams: who speaks."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.shapes import chat_stream, drop, on_deltas


@fault(
    "stream-role-missing",
    caught_by="chat.stream.role",
    source="agentgateway/agentgateway#3005",
)
def leaves_role_out(call: Call, answer: Answer) -> Answer:
    """Never sends the role in a stream."""
    if not chat_stream(call, answer):
        return answer
    return answer.map_chunks(on_deltas(drop("role")))
