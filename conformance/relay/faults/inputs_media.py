"""Faults of good requests for vectors, speech, pictures and tasks, seldom seen."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults.inputs import good_fails, is_number, is_whole
from conformance.relay.json_text import Json, Object

_EMBEDDINGS = "/embeddings"
_SPEECH = "/audio/speech"
_PICTURES = "/images/generations"
_FEW = 3


def _is_wide(text: Json) -> bool:
    """Whether a text has a character outside of the basic plane."""
    return isinstance(text, str) and any(ord(one) > 0xFFFF for one in text)


@good_fails("gen-speech-emoji-500")
def fails_on_spoken_emoji(call: Call) -> bool:
    """Answers a text to be spoken that has an emoji with status 500."""
    return call.route == _SPEECH and _is_wide(call.fields.get("input"))


@good_fails("gen-image-emoji-500")
def fails_on_drawn_emoji(call: Call) -> bool:
    """Answers a prompt for a picture that has an emoji with status 500."""
    return call.route == _PICTURES and _is_wide(call.fields.get("prompt"))


@good_fails("gen-mj-emoji-500", "modellss")
def fails_on_imagined_emoji(call: Call) -> bool:
    """Answers a prompt to imagine that has an emoji with status 500."""
    return call.path == "/mj/submit/imagine" and _is_wide(call.fields.get("prompt"))


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
