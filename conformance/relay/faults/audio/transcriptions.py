"""Faults of transcripts: JSON and plain text."""

from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import Answering, around_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.faults.audio._transcripts import with_renamed_text
from conformance.relay.media import (
    TRANSCRIPTIONS,
    asks,
    field_text,
    form_of_transcript,
    transcribes,
    with_text,
    without_parts,
)
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import Change, put


def _plain(call: Call, answer: Answer, change: Change) -> Answer:
    return answer.map_json(change) if transcribes(call, answer, "json") else answer


@fault(
    "tr-json-as-text-plain",
    caught_by="audio.transcriptions.content-type",
    source="plausible",
)
def labels_json_as_text(call: Call, answer: Answer) -> Answer:
    """Labels a transcript in JSON as text."""
    if not transcribes(call, answer, "json"):
        return answer
    return answer.with_headers({"content-type": "text/plain"})


@fault("tr-text-missing", caught_by="audio.transcriptions.shape", source="plausible")
def renames_text(call: Call, answer: Answer) -> Answer:
    """Calls the text of a transcript by another name."""
    return _plain(call, answer, with_renamed_text)


@fault("tr-empty", caught_by="audio.transcriptions.not-empty", source="plausible")
def hears_nothing(call: Call, answer: Answer) -> Answer:
    """Answers speech with an empty transcript."""
    return _plain(call, answer, put(text=""))


@fault(
    "tr-text-as-json",
    caught_by="audio.transcriptions.text",
    source="BerriAI/litellm#31457",
)
def wraps_text(call: Call, answer: Answer) -> Answer:
    """Sends a JSON object where plain text was asked for."""
    if not transcribes(call, answer, "text"):
        return answer
    assert isinstance(answer.body, bytes)
    wrapped = json_answer({"text": answer.body.decode().strip()})
    return wrapped.with_headers({"x-request-id": call.request_id})


@request_fault(
    "tr-format-rewritten",
    caught_by="audio.transcriptions.json.plain",
    source="BerriAI/litellm#14943",
)
def asks_for_more(call: Call) -> Call:
    """Asks its upstream for `verbose_json` where `json` was asked for."""
    if not asks(call, TRANSCRIPTIONS) or form_of_transcript(call) != "json":
        return call
    return with_text(call, "response_format", "verbose_json")


@refusing("tr-refused", "audio.transcriptions.accepted")
def refuses_srt(call: Call) -> bool:
    """Refuses subtitles, without a word on what is wrong."""
    return asks(call, TRANSCRIPTIONS) and form_of_transcript(call) == "srt"


@around_fault(
    "tr-unknown-format-as-json",
    caught_by="audio.transcriptions.refused",
    source="plausible",
)
def takes_any_format(call: Call, proceed: Answering) -> Answer:
    """Takes an unknown format for `json`."""
    answer = proceed(call)
    if not asks(call, TRANSCRIPTIONS) or not answer.refuses_as(ProblemKind.INVALID):
        return answer
    named = field_text(call, "response_format")
    return proceed(without_parts(call, "response_format")) if named else answer


@fault(
    "tr-unknown-format-409",
    caught_by="audio.transcriptions.status",
    source="plausible",
)
def conflicts_on_format(call: Call, answer: Answer) -> Answer:
    """Refuses an unknown format with status 409."""
    at = answer.problem.at if answer.problem else ()
    broken = asks(call, TRANSCRIPTIONS) and at == ("response_format",)
    return answer.with_status(409) if broken else answer


@fault("tr-text-blank", caught_by="audio.transcriptions.text", source="plausible")
def writes_nothing(call: Call, answer: Answer) -> Answer:
    """Sends an empty line where a transcript was asked for as text."""
    blank = transcribes(call, answer, "text")
    return replace(answer, body=b"\n") if blank else answer
