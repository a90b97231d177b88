"""Faults of transcripts: other words in another form."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.media import transcribes


@fault(
    "tr-text-cut",
    caught_by="audio.transcriptions.forms-agree",
    source="plausible",
)
def cuts_text(call: Call, answer: Answer) -> Answer:
    """Loses the last word where plain text was asked for."""
    if not transcribes(call, answer, "text"):
        return answer
    assert isinstance(answer.body, bytes)
    return replace(answer, body=answer.body.rpartition(b" ")[0] + b"\n")
