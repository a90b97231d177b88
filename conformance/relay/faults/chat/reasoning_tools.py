"""Faults of chat answers: tools of a model that thinks."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault, request_fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.faults.chat._thoughts import KEYS
from conformance.relay.json_text import Object
from conformance.relay.shapes import drop, on_choices, on_items, on_messages
from conformance.relay.thinking.signing import DETAILS


@fault(
    "reason-call-in-thoughts",
    caught_by="chat.reasoning.call",
    source="tenstorrent/vllm#447",
    model="thinker-vllm",
)
def overlooks_calls(call: Call, answer: Answer) -> Answer:
    """Leaves a call that the model decides on as text in the reasoning."""
    if call.fields.get("tool_choice", "auto") != "auto":
        return answer

    def overlooked(choice: Object) -> Object:
        message = choice["message"]
        if not message.get("tool_calls"):
            return choice
        called = message["tool_calls"][0]["function"]
        text = (
            f'{message.get("reasoning") or ""}<tool_call>{{"name": '
            f'"{called["name"]}", "arguments": {called["arguments"]}}}</tool_call>'
        )
        rest = {**drop("tool_calls")(message), "reasoning": text, "content": None}
        return {**choice, "message": rest, "finish_reason": "stop"}

    return on_document(call, answer, on_choices(overlooked))


@fault(
    "reason-signature-changed",
    caught_by="chat.reasoning.history",
    source="plausible",
    model="thinker-signed",
)
def changes_signatures(call: Call, answer: Answer) -> Answer:
    """Cuts the signatures of the reasoning, so that they are refused afterwards."""

    def cut(part: Object) -> Object:
        return {**part, "signature": part["signature"][:-4]}

    return on_document(call, answer, on_messages(on_items(DETAILS, cut)))


@request_fault(
    "reason-history-stripped",
    caught_by="chat.reasoning.history",
    source="anomalyco/opencode#24722",
    model="thinker-deepseek",
)
def strips_history(call: Call) -> Call:
    """Drops the reasoning of the messages that come back."""
    messages = call.fields.get("messages")
    if not call.is_chat or not isinstance(messages, list):
        return call
    stripped = [drop(*KEYS)(m) if isinstance(m, dict) else m for m in messages]
    return replace(call, json={**call.fields, "messages": stripped})
