"""Faults of chat streams: who speaks."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import chat_stream, drop, on_choices, on_deltas, on_key


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


@fault("stream-role-model", caught_by="chat.stream.role", source="plausible")
def names_role_otherwise(call: Call, answer: Answer) -> Answer:
    """Calls the role in a stream `model`."""
    if not chat_stream(call, answer):
        return answer

    def renamed(delta: Object) -> Object:
        return {**delta, "role": "model"} if delta.get("role") else delta

    return answer.map_chunks(on_deltas(renamed))


@fault("stream-role-beyond-first", caught_by="chat.stream.role", source="plausible")
def leaves_other_roles_out(call: Call, answer: Answer) -> Answer:
    """Sends the role in the first choice of a stream alone."""
    if not chat_stream(call, answer):
        return answer

    def silent(choice: Object) -> Object:
        return on_key("delta", drop("role"))(choice) if choice["index"] else choice

    return answer.map_chunks(on_choices(silent))
