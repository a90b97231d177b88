"""Faults of chat answers: log probabilities."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import on_document
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    chat_document,
    chat_stream,
    choices_of,
    on_choices,
    on_items,
    on_key,
    put,
)


@fault("chat-logprobs-missing", caught_by="chat.logprobs", source="jjang-ai/vmlx#127")
def leaves_logprobs_out(call: Call, answer: Answer) -> Answer:
    """Sends no log probabilities although they were asked for."""
    if not chat_document(call, answer) or not call.fields.get("logprobs"):
        return answer
    return answer.map_json(on_choices(put(logprobs=None)))


@fault(
    "chat-logprobs-first-only",
    caught_by="chat.logprobs.count",
    source="plausible",
    dialects=("openai", "new-api"),
)
def shows_first_logprob(call: Call, answer: Answer) -> Answer:
    """Sends the log probability of the first token only."""

    def first(shown: Object) -> Object:
        return {**shown, "content": shown["content"][:1]}

    return on_document(call, answer, on_choices(on_key("logprobs", first)))


@fault(
    "chat-top-logprobs-ignored",
    caught_by="chat.logprobs.alternatives",
    source="plausible",
    dialects=("openai", "new-api"),
)
def shows_no_alternatives(call: Call, answer: Answer) -> Answer:
    """Sends log probabilities without the alternatives that were asked for."""
    bare = on_items("content", put(top_logprobs=[]))
    return on_document(call, answer, on_choices(on_key("logprobs", bare)))


@fault(
    "stream-logprobs-dropped",
    caught_by="chat.stream.logprobs",
    source="ml-explore/mlx-lm#1630",
)
def leaves_stream_logprobs_out(call: Call, answer: Answer) -> Answer:
    """Sends no log probabilities in a stream although they were asked for."""
    if not chat_stream(call, answer) or not call.fields.get("logprobs"):
        return answer
    if not any(map(choices_of, answer.events)):
        return answer
    return answer.map_chunks(on_choices(put(logprobs=None)))
