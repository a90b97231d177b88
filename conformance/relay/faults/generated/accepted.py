"""Faults of answers that only a rare request, or a rare pair of fields, shows."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.generated._requests import (
    good_refused,
    has_category,
    is_number,
    is_whole,
    stops_of,
    texts_of,
)
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    chat_document,
    completions_document,
    on_choices,
    on_key,
)

_FEW = 3
_FOUR = 4
_DECIMALS = 3
_MOST_STOPS = 4
_EMBEDDINGS = "/embeddings"
_SPEECH = "/audio/speech"
_PICTURES = "/images/generations"


def _document(call: Call, answer: Answer) -> bool:
    return chat_document(call, answer) or completions_document(call, answer)


def _choices(call: Call) -> int:
    choices = call.fields.get("n")
    return choices if is_whole(choices) else 1


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


@good_refused("gen-temperature-two-refused", "vmware-pais")
def refuses_hottest(call: Call) -> bool:
    """Refuses a temperature of exactly 2, without a word on what is wrong."""
    return call.fields.get("temperature") == 2


@good_refused("gen-four-stops-refused")
def refuses_four_stops(call: Call) -> bool:
    """Refuses four stop texts of a completion, without a word on what is wrong."""
    return call.is_completions and len(stops_of(call)) == _MOST_STOPS


@deaf_fault(
    "gen-few-dimensions-ignored", caught_by="generated.vectors", source="plausible"
)
def ignores_few_dimensions(call: Call) -> Call:
    """Sends vectors of the native length where one or two numbers are asked for."""
    length = call.fields.get("dimensions") if call.route == _EMBEDDINGS else None
    few = is_whole(length) and length < _FEW
    return call.without_fields("dimensions") if few else call


@fault("gen-speed-without-sound", caught_by="generated.sound", source="plausible")
def loses_sound(call: Call, answer: Answer) -> Answer:
    """Sends no sound where another speed than 1 is asked for."""
    speed = call.fields.get("speed") if call.route == _SPEECH else None
    if answer.refuses or not is_number(speed) or speed == 1:
        return answer
    return replace(answer, body=b"")


@fault("gen-hd-picture-twice", caught_by="generated.pictures", source="plausible")
def sends_picture_twice(call: Call, answer: Answer) -> Answer:
    """Sends a picture of quality `hd` twice."""
    best = call.route == _PICTURES and call.fields.get("quality") == "hd"
    if answer.refuses or not best:
        return answer

    def doubled(value: Object) -> Object:
        return {**value, "data": value["data"] * 2}

    return answer.map_json(doubled)


@good_refused("gen-combining-mark-refused")
def refuses_combining_marks(call: Call) -> bool:
    """Refuses a text with a combining mark, without a word on what is wrong."""
    return has_category(texts_of(call), "Mn")
