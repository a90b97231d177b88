"""Faults of completion streams: the text in them."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import completions_stream, on_choices


@fault(
    "cmpl-stream-strips-leading-space",
    caught_by="completions.stream.equals-json",
    source="plausible",
)
def strips_spaces(call: Call, answer: Answer) -> Answer:
    """Strips the space before each piece of a completion."""

    def stripped(choice: Object) -> Object:
        return {**choice, "text": choice["text"].lstrip(" ")}

    if not completions_stream(call, answer):
        return answer
    return answer.map_chunks(on_choices(stripped))
