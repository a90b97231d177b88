"""Faults of completion streams: what has to stay the same, and how they end."""

from dataclasses import replace

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    choices_of,
    completions_document,
    completions_stream,
    on_choices,
    on_key,
    put,
)


@fault(
    "cmpl-stream-finish-everywhere",
    caught_by="completions.stream.finish-last",
    source="plausible",
)
def finishes_all_along(call: Call, answer: Answer) -> Answer:
    """Says `stop` in every chunk of a completion's stream."""
    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(put(finish_reason="stop")))


@fault(
    "cmpl-stream-finish-empty",
    caught_by="completions.stream.finish-values",
    source="plausible",
)
def leaves_finish_empty(call: Call, answer: Answer) -> Answer:
    """Says an empty text where a chunk of a completion has no finish reason."""

    def emptied(choice: Object) -> Object:
        return {**choice, "finish_reason": choice["finish_reason"] or ""}

    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(emptied))


def _with_first(answer: Answer, changes: Object) -> Answer:
    """The stream with its first chunk changed, where it is one."""
    first, *rest = answer.events
    if not choices_of(first) or not isinstance(first.data, dict):
        return answer
    changed = replace(first, data={**first.data, **changes})
    return answer.with_events([changed, *rest])


@fault(
    "cmpl-stream-created-varies",
    caught_by="completions.stream.created",
    source="plausible",
)
def reads_clock_again(call: Call, answer: Answer) -> Answer:
    """Gives another time in the first chunk of a completion than in the others."""
    if not completions_stream(call, answer):
        return answer
    return _with_first(answer, {"created": int(call.received) - 1})


@fault(
    "cmpl-stream-model-varies",
    caught_by="completions.stream.model",
    source="plausible",
)
def changes_model(call: Call, answer: Answer) -> Answer:
    """Names another model in the first chunk of a completion than in the others."""
    if not completions_stream(call, answer):
        return answer
    return _with_first(answer, {"model": "router"})


@fault(
    "cmpl-stream-done-twice",
    caught_by="completions.stream.done-once",
    source="plausible",
)
def says_done_twice(call: Call, answer: Answer) -> Answer:
    """Ends the stream of a completion twice."""
    if not completions_stream(call, answer):
        return answer
    return answer.with_events([*answer.events, SentEvent(DONE)])


@fault(
    "cmpl-stream-usage-sum",
    caught_by="completions.stream.usage-adds-up",
    source="plausible",
)
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total of a completion's stream."""

    def short(counts: Object) -> Object:
        return {**counts, "total_tokens": counts["completion_tokens"]}

    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_key("usage", short))


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


@deaf_fault(
    "cmpl-seed-ignored",
    caught_by="completions.seed.kept",
    source="plausible",
    dialects=("vmware-pais",),
)
def ignores_seed(call: Call) -> Call:
    """Draws each completion anew whatever the seed says."""
    if not call.is_completions or "seed" not in call.fields:
        return call
    return call.with_fields({"seed": call.nth})
