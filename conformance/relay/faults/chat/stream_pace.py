"""Faults of chat streams: their pace."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._streams import slowed
from conformance.relay.shapes import chat_stream

# Slow enough that a held back stream can be told from a fast one, if it is long.
_HELD_STEP, _SHORT = 0.03, 20


@fault(
    "stream-buffered",
    caught_by="chat.stream.incremental",
    source="lm-sys/FastChat#2337",
)
def holds_back(call: Call, answer: Answer) -> Answer:
    """Holds a chat stream back and delivers it in one burst."""
    if not chat_stream(call, answer):
        return answer
    if len(answer.events) <= _SHORT:
        return answer.with_style(burst=True)
    return answer.with_events(slowed(answer, _HELD_STEP)).with_style(burst=True)
