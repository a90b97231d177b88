"""Faults of chat answers: thinking that is taken for the text."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.chat_shape import logprobs
from conformance.relay.conversation import read_messages
from conformance.relay.faults.chat._documents import on_document, thinks
from conformance.relay.faults.chat._thoughts import thoughts_of
from conformance.relay.json_text import Object
from conformance.relay.reply import stops
from conformance.relay.shapes import content_of, on_choices


@fault(
    "reason-stop-in-thoughts",
    caught_by="chat.reasoning.stop",
    source="vllm-project/vllm#52393",
    model="thinker-vllm",
)
def stops_while_thinking(call: Call, answer: Answer) -> Answer:
    """Ends at a stop text in the thoughts, which repeat what was asked."""
    if not thinks(call) or answer.refuses:
        return answer
    question = read_messages(call.fields["messages"], []).question
    ends = stops(call.fields) if call.fields.get("stop") else []
    if not any(end in question for end in ends):
        return answer

    def stopped(choice: Object) -> Object:
        message = {**choice["message"], "content": None}
        return {**choice, "message": message, "finish_reason": "stop"}

    ended = on_document(call, answer, on_choices(stopped))
    return ended.map_events(lambda event: [] if content_of(event) else [event])


@fault(
    "reason-logprobs-of-thoughts",
    caught_by="chat.reasoning.logprobs",
    also=("chat.logprobs.count",),
    source="sgl-project/sglang#25055",
    model="thinker-vllm",
)
def weighs_thoughts(call: Call, answer: Answer) -> Answer:
    """Lists the tokens of the thoughts before those of the content."""

    def listed(choice: Object) -> Object:
        thoughts, given = thoughts_of(choice["message"]), choice.get("logprobs")
        if not thoughts or not given:
            return choice
        entries = logprobs(thoughts, int(call.fields.get("top_logprobs", 0)))["content"]
        return {
            **choice,
            "logprobs": {**given, "content": entries + given["content"]},
        }

    return on_document(call, answer, on_choices(listed))
