"""Faults of answers that only a rare request, or a rare pair of fields, brings out."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.inputs import is_whole, stops_of
from conformance.relay.json_text import Object
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import (
    chat_document,
    completions_document,
    on_choices,
    on_key,
)

_FEW = 3
_FOUR = 4
_DECIMALS = 3


def _document(call: Call, answer: Answer) -> bool:
    return chat_document(call, answer) or completions_document(call, answer)


def _choices(call: Call) -> int:
    wanted = call.fields.get("n")
    return wanted if is_whole(wanted) else 1


@fault("gen-usage-of-three", caught_by="generated.usage", source="plausible")
def totals_too_little(call: Call, answer: Answer) -> Answer:
    """Leaves the prompt out of the total where there are three choices or more."""
    if not _document(call, answer) or _choices(call) < _FEW:
        return answer

    def short(usage: Object) -> Object:
        return {**usage, "total_tokens": usage["completion_tokens"]}

    return answer.map_json(on_key("usage", short))


@fault("gen-choices-with-stop", caught_by="generated.choices", source="plausible")
def loses_last_choice(call: Call, answer: Answer) -> Answer:
    """Sends a choice too few where several are asked for with a stop text."""
    stopped = stops_of(call) != [None] and _choices(call) > 1
    if not _document(call, answer) or not stopped:
        return answer
    return answer.map_json(
        lambda value: {**value, "choices": value["choices"][:-1]},
    )


@fault("gen-fourth-stop-kept", caught_by="generated.stop", source="plausible")
def keeps_fourth_stop(call: Call, answer: Answer) -> Answer:
    """Ends a completion with the last of four stop texts."""
    stops = stops_of(call)
    if not completions_document(call, answer) or len(stops) != _FOUR:
        return answer

    def ended(choice: Object) -> Object:
        return {**choice, "text": choice["text"] + stops[-1]}

    return answer.map_json(on_choices(ended))


@fault("gen-fine-temperature", caught_by="generated.shape", source="plausible")
def writes_created_as_text(call: Call, answer: Answer) -> Answer:
    """Writes `created` as a text where the temperature has many decimals."""
    heat = call.fields.get("temperature")
    fine = isinstance(heat, float) and round(heat, _DECIMALS) != heat
    if not fine or not _document(call, answer):
        return answer
    return answer.map_json(lambda value: {**value, "created": str(value["created"])})


@fault("gen-short-stream-unended", caught_by="generated.stream", source="plausible")
def never_ends_short_stream(call: Call, answer: Answer) -> Answer:
    """Ends a stream that may have four tokens at most without `[DONE]`."""
    cap = call.fields.get("max_tokens")
    short = is_whole(cap) and cap <= _FOUR
    return answer.without_last_event() if answer.streams and short else answer


def _refuses_at(answer: Answer, field: str) -> bool:
    at = answer.problem.at if answer.problem else ()
    return answer.refuses_as(ProblemKind.INVALID) and at[:1] == (field,)


@fault("gen-format-error-as-text", caught_by="generated.json", source="plausible")
def explains_format_in_prose(call: Call, answer: Answer) -> Answer:
    """Refuses a wrong type within `response_format` with a plain text."""
    shaped = isinstance(call.fields.get("response_format"), dict)
    if not shaped or not _refuses_at(answer, "response_format"):
        return answer
    prose = replace(answer, body=b"Unknown format of the answer.")
    return prose.with_headers({"content-type": "text/plain; charset=utf-8"})


@fault("gen-stop-error-bare", caught_by="generated.envelope", source="plausible")
def sends_bare_message(call: Call, answer: Answer) -> Answer:
    """Refuses a wrong `stop` with a text in place of the error object."""
    if not _refuses_at(answer, "stop"):
        return answer
    return answer.map_json(lambda value: {"error": value["error"]["message"]})
