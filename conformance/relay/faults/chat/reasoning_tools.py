"""Faults of chat answers: tools of a model that thinks."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault, request_fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.faults.chat._thoughts import KEYS
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    chat_stream,
    drop,
    on_choices,
    on_deltas,
    on_items,
    on_messages,
)
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
        written = _written(message["tool_calls"][0]["function"])
        text = f"{message.get('reasoning') or ''}{written}"
        rest = {**drop("tool_calls")(message), "reasoning": text, "content": None}
        return {**choice, "message": rest, "finish_reason": "stop"}

    return on_document(call, answer, on_choices(overlooked))


@fault(
    "reason-call-in-thoughts-streamed",
    caught_by="chat.reasoning.stream.call",
    source="plausible",
    model="thinker-vllm",
)
def overlooks_streamed_calls(call: Call, answer: Answer) -> Answer:
    """Streams a call that the model decides on as text of the reasoning."""
    if (
        not chat_stream(call, answer)
        or call.fields.get("tool_choice", "auto") != "auto"
    ):
        return answer

    def overlooked(choice: Object) -> Object:
        finish = choice.get("finish_reason")
        return {**choice, "finish_reason": "stop" if finish == "tool_calls" else finish}

    def written(delta: Object) -> Object:
        calls = delta.get("tool_calls")
        return {"reasoning": _piece(calls[0]["function"])} if calls else delta

    return answer.map_chunks(on_deltas(written)).map_chunks(on_choices(overlooked))


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
    return call.with_fields({"messages": stripped})


def _written(called: Object) -> str:
    """A call as the template of a model writes it."""
    return (
        f'<tool_call>{{"name": "{called["name"]}", '
        f'"arguments": {called["arguments"]}}}</tool_call>'
    )


def _piece(called: Object) -> str:
    """The same of a piece of a call."""
    if "name" in called:
        return f'<tool_call>{{"name": "{called["name"]}", "arguments": '
    return str(called["arguments"])
