"""Faults of legacy completions: single values of the document."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.reply import LONGEST
from conformance.relay.shapes import (
    Change,
    completions_document,
    drop,
    on_choices,
    on_key,
    put,
)
from conformance.relay.wire import plain


def _changed(call: Call, answer: Answer, change: Change) -> Answer:
    return answer.map_json(change) if completions_document(call, answer) else answer


def _asks_for_document(call: Call) -> bool:
    return call.is_completions and not call.streams


@fault("cmpl-name-twice", caught_by="completions.json", source="plausible")
def names_id_twice(call: Call, answer: Answer) -> Answer:
    """Writes the name `id` twice into a completion."""
    if not completions_document(call, answer):
        return answer
    rest = plain(answer).removeprefix(b"{")
    return replace(answer, body=b'{"id":"cmpl-1",' + rest)


@fault(
    "cmpl-content-type-text", caught_by="completions.content-type", source="plausible"
)
def labels_as_text(call: Call, answer: Answer) -> Answer:
    """Labels a completion as plain text."""
    if not completions_document(call, answer):
        return answer
    return answer.with_headers({"content-type": "text/plain; charset=utf-8"})


@fault("cmpl-object-wrong", caught_by="completions.shape", source="plausible")
def names_object_wrong(call: Call, answer: Answer) -> Answer:
    """Calls a completion `chat.completion`."""
    return _changed(call, answer, put(object="chat.completion"))


@fault("cmpl-created-ms", caught_by="completions.created", source="plausible")
def counts_milliseconds(call: Call, answer: Answer) -> Answer:
    """Gives `created` of a completion in milliseconds."""
    return _changed(
        call, answer, lambda value: {**value, "created": value["created"] * 1000}
    )


@fault(
    "cmpl-model-missing",
    caught_by="completions.model",
    source="plausible",
    dialects=("openai", "aitre"),
)
def leaves_model_out(call: Call, answer: Answer) -> Answer:
    """Does not say which model answered a completion request."""
    return _changed(call, answer, drop("model"))


def _finishing(call: Call, answer: Answer, old: str, new: str) -> Answer:
    def renamed(choice: Object) -> Object:
        meant = choice["finish_reason"] == old
        return {**choice, "finish_reason": new} if meant else choice

    return _changed(call, answer, on_choices(renamed))


@fault(
    "cmpl-finish-vendor-value",
    caught_by="completions.finish-reason",
    source="plausible",
)
def finishes_in_own_words(call: Call, answer: Answer) -> Answer:
    """Says `eos_token` where a completion is to say `stop`."""
    return _finishing(call, answer, "stop", "eos_token")


@fault("cmpl-length-as-stop", caught_by="completions.length", source="plausible")
def calls_length_stop(call: Call, answer: Answer) -> Answer:
    """Says `stop` where the token cap ended a completion."""
    return _finishing(call, answer, "length", "stop")


@fault("cmpl-usage-missing", caught_by="completions.usage.present", source="plausible")
def leaves_usage_out(call: Call, answer: Answer) -> Answer:
    """Sends a completion without usage."""
    return _changed(call, answer, drop("usage"))


@fault("cmpl-usage-sum", caught_by="completions.usage.adds-up", source="plausible")
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total of a completion."""

    def short(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["completion_tokens"]}

    return _changed(call, answer, on_key("usage", short))


@fault(
    "cmpl-logprobs-short", caught_by="completions.logprobs.aligned", source="plausible"
)
def loses_last_token(call: Call, answer: Answer) -> Answer:
    """Lists one token less than there are log probabilities."""

    def shorter(shown: Object) -> Object:
        return {**shown, "tokens": shown["tokens"][:-1]}

    return _changed(call, answer, on_choices(on_key("logprobs", shorter)))


@fault(
    "cmpl-logprobs-first-only",
    caught_by="completions.logprobs.count",
    source="plausible",
)
def shows_first_logprob(call: Call, answer: Answer) -> Answer:
    """Sends the log probability of a completion's first token only."""

    def first(shown: Object) -> Object:
        return {name: entries[:1] for name, entries in shown.items()}

    return _changed(call, answer, on_choices(on_key("logprobs", first)))


@deaf_fault("cmpl-n-ignored", caught_by="completions.n", source="plausible")
def ignores_n(call: Call) -> Call:
    """Answers a completion request with one choice whatever `n` says."""
    best_of = call.fields.get("best_of") is not None
    ignored = _asks_for_document(call) and not best_of
    return call.without_fields("n") if ignored else call


@deaf_fault("cmpl-stop-ignored", caught_by="completions.stop", source="plausible")
def ignores_stop(call: Call) -> Call:
    """Goes on after a stop text of a completion."""
    return call.without_fields("stop") if _asks_for_document(call) else call


@deaf_fault(
    "cmpl-max-tokens-ignored", caught_by="completions.max-tokens", source="plausible"
)
def ignores_max_tokens(call: Call) -> Call:
    """Goes on beyond `max_tokens` of a completion."""
    if not _asks_for_document(call) or call.fields.get("max_tokens") is None:
        return call
    # Without the field a short cap of the relay's own would take its place.
    return call.with_fields({"max_tokens": LONGEST})
