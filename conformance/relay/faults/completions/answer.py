"""Faults of completions: fields, finish reasons and usage."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.completions._documents import (
    on_document,
    with_finish_reason,
)
from conformance.relay.json_text import Object
from conformance.relay.shapes import completions_document, drop, on_key, put
from conformance.relay.tokens import usage
from conformance.relay.wire import plain


@fault(
    "cmpl-usage-zero",
    caught_by="completions.usage.positive",
    source="BerriAI/litellm#12586",
)
def counts_nothing(call: Call, answer: Answer) -> Answer:
    """Counts no tokens of a legacy completion."""
    if not completions_document(call, answer):
        return answer
    return answer.map_json(put(usage=usage(0, 0)))


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
    return on_document(call, answer, put(object="chat.completion"))


@fault("cmpl-created-ms", caught_by="completions.created", source="plausible")
def counts_milliseconds(call: Call, answer: Answer) -> Answer:
    """Gives `created` of a completion in milliseconds."""
    return on_document(
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
    return on_document(call, answer, drop("model"))


@fault(
    "cmpl-finish-vendor-value",
    caught_by="completions.finish-reason",
    source="plausible",
)
def finishes_in_own_words(call: Call, answer: Answer) -> Answer:
    """Says `eos_token` where a completion is to say `stop`."""
    return with_finish_reason(call, answer, "stop", "eos_token")


@fault("cmpl-usage-missing", caught_by="completions.usage.present", source="plausible")
def leaves_usage_out(call: Call, answer: Answer) -> Answer:
    """Sends a completion without usage."""
    return on_document(call, answer, drop("usage"))


@fault("cmpl-usage-sum", caught_by="completions.usage.adds-up", source="plausible")
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total of a completion."""

    def short(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["completion_tokens"]}

    return on_document(call, answer, on_key("usage", short))
