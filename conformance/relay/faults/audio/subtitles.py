"""Faults of transcripts: subtitles."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.media import transcribes


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
