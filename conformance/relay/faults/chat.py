"""Faults of chat completions: the document that comes back."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.problem import ProblemKind
from conformance.relay.reply import stops
from conformance.relay.shapes import chat_document, drop, on_choices, put
from conformance.relay.tokens import usage


@fault("chat-created-ms", caught_by="chat.created", source="mlc-ai/web-llm#829")
def counts_milliseconds(call: Call, answer: Answer) -> Answer:
    """Gives `created` in milliseconds."""
    if not chat_document(call, answer):
        return answer
    return answer.map_json(put(created=answer.json["created"] * 1000))


@fault("chat-object-wrong", caught_by="chat.shape", source="predibase/lorax#788")
def names_object_wrong(call: Call, answer: Answer) -> Answer:
    """Calls a chat completion `text_completion`."""
    if not chat_document(call, answer):
        return answer
    return answer.map_json(put(object="text_completion"))


@fault(
    "chat-choices-empty",
    caught_by="chat.shape",
    also=("chat.model", "chat.every-time"),
    source="router-for-me/CLIProxyAPI#2190",
)
def answers_nothing_at_times(call: Call, answer: Answer) -> Answer:
    """Answers a chat request without any choice if it is a third call."""
    # Calls of all routes count: of many chat requests some are always hit.
    if not chat_document(call, answer) or call.nth % 3 != 2:
        return answer
    empty = put(choices=[], id="", model="", usage=usage(0, 0))
    return answer.map_json(empty)


@fault(
    "chat-error-as-answer",
    caught_by="errors.unknown-model.refused",
    source="mofa-org/mofa#1339",
)
def says_error_as_answer(call: Call, answer: Answer) -> Answer:
    """Delivers the refusal of an unknown model as an assistant message."""
    if not call.is_chat or not answer.refuses_as(ProblemKind.UNKNOWN_MODEL):
        return answer
    assert answer.problem is not None
    message = {"role": "assistant", "content": f"Error: {answer.problem.message}"}
    choice = {
        "index": 0,
        "message": {**message, "refusal": None},
        "logprobs": None,
        "finish_reason": "stop",
    }
    said = {
        "id": call.new_id("chatcmpl-"),
        "object": "chat.completion",
        "created": int(call.received),
        "model": call.fields.get("model"),
        "choices": [choice],
        "usage": usage(8, 8),
    }
    return answer.with_json(said).with_status(200)


def _finishing(answer: Answer, old: str, new: str) -> Answer:
    def renamed(choice: Object) -> Object:
        return (
            {**choice, "finish_reason": new}
            if choice["finish_reason"] == old
            else choice
        )

    return answer.map_json(on_choices(renamed))


@fault(
    "chat-length-as-stop",
    caught_by="chat.length",
    source="ggml-org/llama.cpp#7198",
)
def calls_length_stop(call: Call, answer: Answer) -> Answer:
    """Says `stop` where the token cap ended the text."""
    if not chat_document(call, answer):
        return answer
    return _finishing(answer, "length", "stop")


@fault(
    "chat-finish-vendor-value",
    caught_by="chat.finish-reason",
    source="huggingface/text-generation-inference#2344",
)
def finishes_in_own_words(call: Call, answer: Answer) -> Answer:
    """Says `eos_token` where the contract says `stop`."""
    if not chat_document(call, answer):
        return answer
    return _finishing(answer, "stop", "eos_token")


@fault(
    "chat-usage-missing",
    caught_by="chat.usage.present",
    source="songquanpeng/one-api#1792",
)
def leaves_usage_out(call: Call, answer: Answer) -> Answer:
    """Sends a chat completion without usage."""
    return answer.map_json(drop("usage")) if chat_document(call, answer) else answer


@fault(
    "chat-usage-zeros",
    caught_by="chat.usage.positive",
    source="seangalliher/ProbOS#1078",
)
def counts_nothing(call: Call, answer: Answer) -> Answer:
    """Counts no tokens at all."""
    if not chat_document(call, answer):
        return answer
    return answer.map_json(put(usage=usage(0, 0)))


@around_fault(
    "chat-stop-included", caught_by="chat.stop", source="vllm-project/vllm#1976"
)
def includes_stop_text(call: Call, proceed: Answering) -> Answer:
    """Returns the stop text with the text that it ended."""
    answer = proceed(call)
    if not chat_document(call, answer) or not call.fields.get("stop"):
        return answer
    whole = proceed(call.without_fields("stop")).json["choices"]

    def longer(choice: Object) -> Object:
        said = choice["message"]["content"] or ""
        full = whole[choice["index"]]["message"]["content"] or ""
        met = [stop for stop in stops(call.fields) if full.startswith(said + stop)]
        content = said + met[0] if met else choice["message"]["content"]
        return {**choice, "message": {**choice["message"], "content": content}}

    return answer.map_json(on_choices(longer))


@fault("chat-logprobs-missing", caught_by="chat.logprobs", source="jjang-ai/vmlx#127")
def leaves_logprobs_out(call: Call, answer: Answer) -> Answer:
    """Sends no log probabilities although they were asked for."""
    if not chat_document(call, answer) or not call.fields.get("logprobs"):
        return answer
    return answer.map_json(on_choices(put(logprobs=None)))
