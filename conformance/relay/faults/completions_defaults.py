"""Faults of legacy completions: what a request leaves open."""

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import completions_document

_PAIS = ("vmware-pais",)


@deaf_fault(
    "cmpl-temperature-default",
    caught_by="completions.temperature.default",
    source="plausible",
    dialects=_PAIS,
)
def samples_by_default(call: Call) -> Call:
    """Takes temperature 1 where a completion request names none."""
    if not call.is_completions or "temperature" in call.fields:
        return call
    return call.with_fields({"temperature": 1})


@fault("cmpl-choice-unasked", caught_by="completions.one-choice", source="plausible")
def adds_a_choice(call: Call, answer: Answer) -> Answer:
    """Returns two choices where a completion request asks for one."""
    alone = isinstance(call.fields.get("prompt"), str) and "n" not in call.fields
    if not completions_document(call, answer) or not alone:
        return answer

    def doubled(value: Object) -> Object:
        first = value["choices"][0]
        return {**value, "choices": [first, {**first, "index": 1}]}

    return answer.map_json(doubled)


@request_fault(
    "cmpl-options-stream",
    caught_by="portability.stream-options",
    source="plausible",
    dialects=_PAIS,
)
def streams_for_options(call: Call) -> Call:
    """Streams a completion because it has options for a stream."""
    wanted = call.is_completions and "stream_options" in call.fields
    return call.with_fields({"stream": True}) if wanted else call
