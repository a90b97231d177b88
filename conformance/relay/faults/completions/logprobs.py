"""Faults of completions: log probabilities."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.completions._documents import on_document
from conformance.relay.json_text import Object
from conformance.relay.shapes import completions_document, on_choices, on_key, put


@fault(
    "cmpl-logprobs-chat-shape",
    caught_by="completions.logprobs",
    source="kekzl/imp#1589",
)
def shapes_logprobs_like_chat(call: Call, answer: Answer) -> Answer:
    """Gives log probabilities in the form of chat completions."""

    def reshaped(choice: Object) -> Object:
        logprobs = choice.get("logprobs")
        return {**choice, "logprobs": _chat_form(logprobs)} if logprobs else choice

    if not completions_document(call, answer):
        return answer
    return answer.map_json(on_choices(reshaped))


def _chat_form(logprobs: Object) -> Object:
    pairs = zip(logprobs["tokens"], logprobs["token_logprobs"], strict=True)
    return {
        "content": [
            {
                "token": token,
                "logprob": logprob,
                "bytes": list(token.encode()),
                "top_logprobs": [],
            }
            for token, logprob in pairs
        ],
        "refusal": None,
    }


@fault(
    "cmpl-top-logprobs-single",
    caught_by="completions.logprobs.alternatives",
    source="plausible",
)
def shows_one_alternative(call: Call, answer: Answer) -> Answer:
    """Shows one alternative for each token of a completion, whatever was asked."""

    def single(shown: Object) -> Object:
        first = [dict(list(one.items())[:1]) for one in shown["top_logprobs"] or []]
        return {**shown, "top_logprobs": first}

    if not completions_document(call, answer):
        return answer
    return answer.map_json(on_choices(on_key("logprobs", single)))


@fault(
    "cmpl-logprobs-short", caught_by="completions.logprobs.aligned", source="plausible"
)
def loses_last_token(call: Call, answer: Answer) -> Answer:
    """Lists one token less than there are log probabilities."""

    def shorter(shown: Object) -> Object:
        return {**shown, "tokens": shown["tokens"][:-1]}

    return on_document(call, answer, on_choices(on_key("logprobs", shorter)))


@fault(
    "cmpl-logprobs-first-only",
    caught_by="completions.logprobs.count",
    source="plausible",
)
def shows_first_logprob(call: Call, answer: Answer) -> Answer:
    """Sends the log probability of a completion's first token only."""

    def first(shown: Object) -> Object:
        return {name: entries[:1] for name, entries in shown.items()}

    return on_document(call, answer, on_choices(on_key("logprobs", first)))


@fault(
    "cmpl-top-logprobs-missing",
    caught_by="completions.logprobs.alternatives",
    source="plausible",
)
def shows_no_alternatives(call: Call, answer: Answer) -> Answer:
    """Sends null for the alternatives of a completion's tokens."""
    without = on_choices(on_key("logprobs", put(top_logprobs=None)))
    return on_document(call, answer, without)
