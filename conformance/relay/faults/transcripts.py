"""Faults of transcripts: their formats, and how a broken form is refused."""

from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import Answering, around_fault, fault, request_fault
from conformance.relay.call import Call
from conformance.relay.faults.refusing import refusing
from conformance.relay.media import (
    TRANSCRIPTIONS,
    asks,
    form_of_transcript,
    parts,
    told,
    transcribes,
    with_text,
    without_parts,
)
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

_FAILED = Problem(ProblemKind.INTERNAL, "The server had an error.")
_COMMAND = Problem(
    ProblemKind.INTERNAL,
    "Command '['ffmpeg', '-i', '/srv/app/uploads/tmp8d1f/spoken.mp3']' "
    "returned non-zero exit status 183.",
)


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
    made = json_answer({"text": answer.body.decode().strip()})
    return made.with_headers({"x-request-id": call.request_id})


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


@fault(
    "tr-srt-content-type",
    caught_by="audio.transcriptions.subtitles.type",
    source="morioka/tiny-openai-whisper-api#7",
)
def labels_subtitles_as_json(call: Call, answer: Answer) -> Answer:
    """Labels subtitles as JSON."""
    if not transcribes(call, answer, "srt", "vtt"):
        return answer
    return answer.with_headers({"content-type": "application/json"})


@fault(
    "tr-verbose-needs-granularity",
    caught_by="audio.transcriptions.verbose-json.accepted",
    source="speaches-ai/speaches#58",
)
def fails_without_granularity(call: Call, answer: Answer) -> Answer:
    """Fails on `verbose_json` without a granularity."""
    if not transcribes(call, answer, "verbose_json"):
        return answer
    named = parts(call, "timestamp_granularities[]")
    return answer if named else refused(call, _FAILED)


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


def _has_file(call: Call) -> bool:
    return any(part.filename is not None for part in parts(call, "file"))


@fault(
    "tr-missing-file-500",
    caught_by="errors.no-5xx",
    source="langgenius/dify#39184",
)
def fails_without_file(call: Call, answer: Answer) -> Answer:
    """Answers a form without a file with status 500."""
    lacking = asks(call, TRANSCRIPTIONS) and not _has_file(call)
    return refused(call, _FAILED) if lacking else answer


@fault(
    "tr-bad-audio-500",
    caught_by="errors.no-5xx",
    also=("errors.no-internals",),
    source="Hal0ai/hal0#33",
)
def shows_command(call: Call, answer: Answer) -> Answer:
    """Answers a file that is no recording with 500 and the decoder's command."""
    at = answer.problem.at if answer.problem else ()
    broken = asks(call, TRANSCRIPTIONS) and _has_file(call) and at == ("file",)
    return refused(call, _COMMAND) if broken else answer


@refusing("tr-refused", "audio.transcriptions.accepted")
def refuses_srt(call: Call) -> bool:
    """Refuses subtitles, without a word on what is wrong."""
    return asks(call, TRANSCRIPTIONS) and form_of_transcript(call) == "srt"


@refusing("tr-granularity-refused", "audio.transcriptions.words.accepted")
def refuses_granularity(call: Call) -> bool:
    """Refuses a granularity, without a word on what is wrong."""
    named = parts(call, "timestamp_granularities[]")
    return asks(call, TRANSCRIPTIONS) and bool(named)


@fault("tr-srt-dots-only", caught_by="audio.transcriptions.srt", source="plausible")
def writes_other_subtitles(call: Call, answer: Answer) -> Answer:
    """Writes the times of subtitles as plain seconds."""
    if not transcribes(call, answer, "srt"):
        return answer
    assert isinstance(answer.body, bytes)
    return replace(answer, body=answer.body.replace(b"00:00:", b"").replace(b",", b"."))


@fault("tr-vtt-no-header", caught_by="audio.transcriptions.vtt", source="plausible")
def drops_first_line(call: Call, answer: Answer) -> Answer:
    """Sends WebVTT without its first line."""
    if not transcribes(call, answer, "vtt"):
        return answer
    assert isinstance(answer.body, bytes)
    return replace(answer, body=answer.body.removeprefix(b"WEBVTT\n\n"))


@fault(
    "tr-srt-offset",
    caught_by="audio.transcriptions.subtitles.times",
    source="plausible",
)
def shifts_subtitles(call: Call, answer: Answer) -> Answer:
    """Writes subtitles that begin an hour late."""
    if not transcribes(call, answer, "srt"):
        return answer
    assert isinstance(answer.body, bytes)
    return replace(answer, body=answer.body.replace(b"00:00:", b"01:00:"))


@fault(
    "tr-subtitles-empty",
    caught_by="audio.transcriptions.subtitles.not-empty",
    source="plausible",
)
def writes_no_subtitles(call: Call, answer: Answer) -> Answer:
    """Sends WebVTT with a subtitle that holds no word."""
    if not transcribes(call, answer, "vtt"):
        return answer
    silent = b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n...\n"
    return replace(answer, body=silent)


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
    named = told(call, "response_format")
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
