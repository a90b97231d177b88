"""Faults of chat completions: single values of the document."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    Change,
    chat_document,
    drop,
    on_choices,
    on_items,
    on_key,
    on_messages,
    put,
)
from conformance.relay.wire import plain


def _changed(call: Call, answer: Answer, change: Change) -> Answer:
    return answer.map_json(change) if chat_document(call, answer) else answer


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
    return _changed(call, answer, drop("model"))


@fault("chat-refusal-missing", caught_by="chat.shape.strict", source="plausible")
def leaves_refusal_out(call: Call, answer: Answer) -> Answer:
    """Sends messages without `refusal`."""
    return _changed(call, answer, on_messages(drop("refusal")))


@fault("chat-usage-sum", caught_by="chat.usage.adds-up", source="plausible")
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total of a chat completion."""

    def short(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["completion_tokens"]}

    return _changed(call, answer, on_key("usage", short))


@fault("chat-stop-finish-wrong", caught_by="chat.stop.finish", source="plausible")
def blames_filter(call: Call, answer: Answer) -> Answer:
    """Says `content_filter` where a stop text may have ended the text."""
    if not call.fields.get("stop"):
        return answer

    def blamed(choice: Object) -> Object:
        ended = choice["finish_reason"] == "stop"
        return {**choice, "finish_reason": "content_filter"} if ended else choice

    return _changed(call, answer, on_choices(blamed))


@fault("chat-logprobs-first-only", caught_by="chat.logprobs.count", source="plausible")
def shows_first_logprob(call: Call, answer: Answer) -> Answer:
    """Sends the log probability of the first token only."""

    def first(shown: Object) -> Object:
        return {**shown, "content": shown["content"][:1]}

    return _changed(call, answer, on_choices(on_key("logprobs", first)))


@fault(
    "chat-top-logprobs-ignored",
    caught_by="chat.logprobs.alternatives",
    source="plausible",
)
def shows_no_alternatives(call: Call, answer: Answer) -> Answer:
    """Sends log probabilities without the alternatives that were asked for."""
    bare = on_items("content", put(top_logprobs=[]))
    return _changed(call, answer, on_choices(on_key("logprobs", bare)))


def _on_functions(call: Call, answer: Answer, change: Change) -> Answer:
    each = on_items("tool_calls", on_key("function", change))
    return _changed(call, answer, on_messages(each))


@fault("tool-name-foreign", caught_by="chat.tools.offered", source="plausible")
def prefixes_names(call: Call, answer: Answer) -> Answer:
    """Calls a function by a name that nobody offered."""

    def prefixed(function: Object) -> Object:
        return {**function, "name": f"functions.{function['name']}"}

    return _on_functions(call, answer, prefixed)


@fault("tool-args-cut", caught_by="chat.tools.arguments", source="plausible")
def cuts_arguments(call: Call, answer: Answer) -> Answer:
    """Loses the last character of the arguments of a call."""

    def cut(function: Object) -> Object:
        return {**function, "arguments": function["arguments"][:-1]}

    return _on_functions(call, answer, cut)
