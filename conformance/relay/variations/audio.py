"""Legitimate ways to label and shape speech and transcripts, and to refuse some."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_variation, variation
from conformance.relay.call import Call
from conformance.relay.endpoints.transcripts import PLAIN
from conformance.relay.json_text import Object
from conformance.relay.media import (
    SPEECH,
    TRANSCRIPTIONS,
    TRANSLATIONS,
    asks,
    form_of_transcript,
    parts,
    serves,
    transcribes,
)
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import drop, on_items

_OTHER_NAMES = {
    "audio/mpeg": "audio/mp3",
    "audio/wav": "audio/x-wav",
    "audio/opus": "audio/ogg",
    "audio/flac": "audio/x-flac",
    "audio/aac": "audio/x-aac",
    "audio/pcm": "application/octet-stream",
}


@variation("transcripts-padded")
def pads_transcripts(call: Call, answer: Answer) -> Answer:
    """Puts a space before a transcript and a line's end after it."""
    if not serves(call, answer, TRANSCRIPTIONS, TRANSLATIONS):
        return answer
    if isinstance(answer.body, bytes):
        plain = form_of_transcript(call) == "text"
        return replace(answer, body=b" " + answer.body + b"\n") if plain else answer

    def padded(body: Object) -> Object:
        return {**body, "text": f" {body['text']}\n"}

    return answer.map_json(padded)


@variation("vtt-short-times")
def shortens_times(call: Call, answer: Answer) -> Answer:
    """Writes the times of WebVTT without hours."""
    if not transcribes(call, answer, "vtt") or not isinstance(answer.body, bytes):
        return answer
    return replace(answer, body=answer.body.replace(b"00:00:", b"00:"))


@variation("subtitles-as-text")
def labels_subtitles_as_text(call: Call, answer: Answer) -> Answer:
    """Labels subtitles as plain text."""
    if not transcribes(call, answer, "srt", "vtt"):
        return answer
    return answer.with_headers({"content-type": PLAIN})


@variation("segments-lean")
def thins_segments(call: Call, answer: Answer) -> Answer:
    """Sends segments with their text and times only."""
    lean = drop(
        "seek",
        "tokens",
        "temperature",
        "avg_logprob",
        "compression_ratio",
        "no_speech_prob",
    )
    verbose = transcribes(call, answer, "verbose_json")
    return answer.map_json(on_items("segments", lean)) if verbose else answer


@variation("speech-octet-stream")
def labels_speech_as_bytes(call: Call, answer: Answer) -> Answer:
    """Labels speech as bytes of any kind."""
    if not serves(call, answer, SPEECH):
        return answer
    return answer.with_headers({"content-type": "application/octet-stream"})


@variation("speech-other-names")
def labels_speech_otherwise(call: Call, answer: Answer) -> Answer:
    """Labels speech by the other name of its type."""
    if not serves(call, answer, SPEECH):
        return answer
    kind = _OTHER_NAMES[answer.headers["content-type"]]
    return answer.with_headers({"content-type": kind})


def _without(call: Call, proceed: Answering, field: str) -> Answer:
    """Refuses a good call by the name of the field that is not taken."""
    answer = proceed(call)
    if answer.refuses:
        return answer
    message = f"'{field}' is not supported by this server."
    return refused(call, Problem(ProblemKind.INVALID, message, (field,)))


@around_variation("refuses-speech-formats")
def speaks_one_format(call: Call, proceed: Answering) -> Answer:
    """Refuses all formats of speech but MP3."""
    name = call.fields.get("response_format", "mp3")
    if not asks(call, SPEECH) or name == "mp3":
        return proceed(call)
    return _without(call, proceed, "response_format")


@around_variation("refuses-transcript-formats")
def writes_json_only(call: Call, proceed: Answering) -> Answer:
    """Refuses all forms of a transcript but JSON."""
    if not asks(call, TRANSCRIPTIONS) or form_of_transcript(call) == "json":
        return proceed(call)
    return _without(call, proceed, "response_format")


@around_variation("refuses-granularities")
def refuses_granularities(call: Call, proceed: Answering) -> Answer:
    """Refuses to tell when each word was said."""
    name = "timestamp_granularities[]"
    if not asks(call, TRANSCRIPTIONS) or not parts(call, name):
        return proceed(call)
    return _without(call, proceed, name)
