"""What faults change in the course of a stream."""

from dataclasses import replace

from conformance.relay.answer import DONE, Answer, SentEvent
from conformance.relay.json_text import Object

_FAILED: Object = {
    "error": {
        "message": "The upstream failed.",
        "type": "server_error",
        "param": None,
        "code": None,
    }
}


def broken_off(answer: Answer) -> Answer:
    """The stream with an error in the place of all but two chunks."""
    return answer.with_events([*answer.events[:2], SentEvent(_FAILED), SentEvent(DONE)])


def slowed(answer: Answer, step: float) -> list[SentEvent]:
    """The events of an answer, with at least so many seconds before each."""
    return [replace(event, delay=max(event.delay, step)) for event in answer.events]
