"""Faults of chat answers: caps on the thinking of a model."""

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.faults.chat._documents import thinks
from conformance.relay.json_text import Object
from conformance.relay.shapes import on_choices, text_of

_CAPS = ("max_completion_tokens", "max_tokens")
# What a relay takes for enough, whatever its client wants.
_ENOUGH = 192


@deaf_fault(
    "reason-cap-ignored",
    caught_by="chat.reasoning.cap",
    also=("chat.max-completion-tokens",),
    source="diegosouzapw/OmniRoute#6912",
    model="thinker-5",
)
def ignores_caps(call: Call) -> Call:
    """Takes a cap without any effect where the model thinks."""
    return call.without_fields(*_CAPS) if thinks(call) else call


@deaf_fault(
    "reason-cap-ignored-streamed",
    caught_by="chat.reasoning.cap",
    source="plausible",
    model="thinker-vllm",
)
def ignores_caps_of_streams(call: Call) -> Call:
    """Takes the cap of a stream without any effect where the model thinks."""
    streams = thinks(call) and call.fields.get("stream")
    return call.without_fields(*_CAPS) if streams else call


@request_fault(
    "reason-cap-lowered",
    caught_by="chat.reasoning.cap.lowered",
    source="BYK/loreai#767",
    model="thinker-vllm",
)
def lowers_caps(call: Call) -> Call:
    """Puts a small cap of its own in the place of a larger one."""
    if not thinks(call):
        return call
    lowered = {
        name: min(call.fields[name], _ENOUGH)
        for name in _CAPS
        if isinstance(call.fields.get(name), int)
    }
    return call.with_fields(lowered)


@fault(
    "reason-length-as-stop",
    caught_by="chat.reasoning.length",
    also=("chat.length",),
    source="BerriAI/litellm#10768",
    model="thinker-5",
)
def ends_thinking_with_stop(call: Call, answer: Answer) -> Answer:
    """Says `stop` where the cap ended the thinking before any answer."""
    if not (thinks(call)) or text_of(answer.events):
        return answer
    return answer.map_json(on_choices(_stopped)).map_chunks(on_choices(_stopped))


def _stopped(choice: Object) -> Object:
    said = (choice.get("message") or {}).get("content")
    cut = choice.get("finish_reason") == "length" and not said
    return {**choice, "finish_reason": "stop"} if cut else choice
