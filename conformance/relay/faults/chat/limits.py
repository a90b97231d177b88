"""Faults of chat answers: caps, stop texts and choices."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document, with_finish_reason
from conformance.relay.json_text import Object
from conformance.relay.reply import stops
from conformance.relay.shapes import chat_document, on_choices


@fault(
    "chat-length-as-stop",
    caught_by="chat.length",
    source="ggml-org/llama.cpp#7198",
)
def calls_length_stop(call: Call, answer: Answer) -> Answer:
    """Says `stop` where the token cap ended the text."""
    if not chat_document(call, answer):
        return answer
    return with_finish_reason(answer, "length", "stop")


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


@fault("chat-stop-finish-wrong", caught_by="chat.stop.finish", source="plausible")
def blames_filter(call: Call, answer: Answer) -> Answer:
    """Says `content_filter` where a stop text may have ended the text."""
    if not call.fields.get("stop"):
        return answer

    def blamed(choice: Object) -> Object:
        ended = choice["finish_reason"] == "stop"
        return {**choice, "finish_reason": "content_filter"} if ended else choice

    return on_document(call, answer, on_choices(blamed))


def _forgets(call: Call, *names: str) -> Call:
    """The call without these fields where one chat document is asked for."""
    wanted = call.is_chat and not call.streams
    return call.without_fields(*names) if wanted else call


@deaf_fault(
    "chat-n-ignored", caught_by="chat.n", source="abetlen/llama-cpp-python#1906"
)
def ignores_n(call: Call) -> Call:
    """Answers with one choice whatever `n` says."""
    return _forgets(call, "n")


@deaf_fault("chat-stop-ignored", caught_by="chat.stop", source="jundot/omlx#1054")
def ignores_stop(call: Call) -> Call:
    """Goes on after a stop text."""
    return _forgets(call, "stop")


@deaf_fault("chat-max-tokens-ignored", caught_by="chat.max-tokens", source="plausible")
def ignores_max_tokens(call: Call) -> Call:
    """Goes on beyond `max_tokens`."""
    return _forgets(call, "max_tokens")


@deaf_fault(
    "chat-max-completion-tokens-ignored",
    caught_by="chat.max-completion-tokens",
    source="abetlen/llama-cpp-python#1907",
)
def ignores_max_completion_tokens(call: Call) -> Call:
    """Goes on beyond `max_completion_tokens`."""
    return _forgets(call, "max_completion_tokens")


@deaf_fault("chat-stop-list-ignored", caught_by="chat.stop", source="plausible")
def ignores_stop_list(call: Call) -> Call:
    """Goes on after a stop text that was named in a list."""
    listed = isinstance(call.fields.get("stop"), list)
    return call.without_fields("stop") if call.is_chat and listed else call
