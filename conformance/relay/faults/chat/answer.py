"""Faults of chat answers: fields, finish reasons, and the JSON around them."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault, request_fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document, with_finish_reason
from conformance.relay.shapes import chat_document, drop, on_messages, put
from conformance.relay.tokens import usage
from conformance.relay.wire import plain


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
    "chat-finish-vendor-value",
    caught_by="chat.finish-reason",
    source="huggingface/text-generation-inference#2344",
)
def finishes_in_own_words(call: Call, answer: Answer) -> Answer:
    """Says `eos_token` where the contract says `stop`."""
    if not chat_document(call, answer):
        return answer
    return with_finish_reason(answer, "stop", "eos_token")


@fault(
    "chat-name-twice",
    caught_by="chat.json",
    also=("chat.every-time",),
    source="plausible",
)
def names_id_twice(call: Call, answer: Answer) -> Answer:
    """Writes the name `id` twice into a chat completion."""
    if not chat_document(call, answer):
        return answer
    rest = plain(answer).removeprefix(b"{")
    return replace(answer, body=b'{"id":"chatcmpl-1",' + rest)


@fault(
    "chat-model-missing",
    caught_by="chat.model",
    source="plausible",
    dialects=("openai", "aitre"),
)
def leaves_model_out(call: Call, answer: Answer) -> Answer:
    """Does not say which model answered a chat request."""
    return on_document(call, answer, drop("model"))


@fault("chat-refusal-missing", caught_by="chat.shape.strict", source="plausible")
def leaves_refusal_out(call: Call, answer: Answer) -> Answer:
    """Sends messages without `refusal`."""
    return on_document(call, answer, on_messages(drop("refusal")))


@request_fault(
    "stream-by-default",
    caught_by="chat.content-type",
    also=("chat.every-time",),
    source="diegosouzapw/OmniRoute#10239",
)
def streams_unasked(call: Call) -> Call:
    """Answers a chat request that does not mention streams with a stream."""
    if not call.is_chat or "stream" in call.fields or not call.fields:
        return call
    return call.with_fields({"stream": True})


@fault("chat-labelled-text", caught_by="chat.content-type", source="plausible")
def labels_as_text(call: Call, answer: Answer) -> Answer:
    """Labels a chat completion as text."""
    if not chat_document(call, answer):
        return answer
    return answer.with_headers({"content-type": "text/plain"})
