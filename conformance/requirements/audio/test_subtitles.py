"""Transcripts: subtitles (source: openai/audio#transcription-formats)."""

from conformance import MUST, SHOULD, Blocked, Case, Exchange, Violation, requirement
from conformance.formats.subtitles import Cue, Form, subtitles
from conformance.requirements.audio._transcripts import (
    SPOKEN_SECONDS,
    TimeSpan,
    are_in_order,
    plain,
    words,
)
from conformance.requirements.reading import (
    has_json_type,
    header_of,
)

READ = "openai/audio#transcription-read"
UNREADABLE = "Players refuse the file, or show no subtitles."
SUBTITLES = ("audio/transcription-srt", "audio/transcription-vtt")


def _cues(exchange: Exchange, case: Case) -> tuple[Cue, ...]:
    """The cues that came; Blocked if the file is none of its form."""
    plain(exchange)
    try:
        return subtitles(exchange.body, Form(case.name.rpartition("-")[2]))
    except Violation:
        raise Blocked("the body is not a subtitle file") from None


@requirement(
    "audio.transcriptions.srt",
    MUST,
    effect="response_format",
    on="audio/transcription-srt",
    source=READ,
    breaks=UNREADABLE,
    fix="Send numbered cues with times as `00:00:01,500 --> 00:00:02,000`.",
)
def test_srt_can_be_read(exchange: Exchange) -> None:
    """A transcript that was asked for as `srt` is a SubRip file with cues."""
    plain(exchange)
    subtitles(exchange.body, Form.SRT)


@requirement(
    "audio.transcriptions.vtt",
    MUST,
    effect="response_format",
    on="audio/transcription-vtt",
    source=READ,
    breaks=UNREADABLE,
    fix="Begin with `WEBVTT`, and write times as `00:00:01.500 --> 00:00:02.000`.",
)
def test_vtt_can_be_read(exchange: Exchange) -> None:
    """A transcript that was asked for as `vtt` is a WebVTT file with cues."""
    plain(exchange)
    subtitles(exchange.body, Form.VTT)


@requirement(
    "audio.transcriptions.subtitles.type",
    SHOULD,
    effect="response_format",
    on=SUBTITLES,
    source=READ,
    fix="Label subtitles as text, such as `text/plain`, `text/vtt` or SubRip's type.",
)
def test_subtitles_are_not_labelled_as_json(exchange: Exchange) -> None:
    """Subtitles are labelled neither as JSON nor as HTML."""
    plain(exchange)
    if has_json_type(exchange) or exchange.media_type == "text/html":
        got = header_of(exchange, "content-type")
        raise Violation("a type of text or subtitles", got=got, at="Content-Type")


@requirement(
    "audio.transcriptions.subtitles.times",
    SHOULD,
    effect="response_format",
    on=SUBTITLES,
    source=READ,
    fix="Count the times from the beginning of the recording.",
)
def test_cues_follow_each_other(exchange: Exchange, case: Case) -> None:
    """The cues of subtitles follow each other inside the recording."""
    numbered = enumerate(_cues(exchange, case), 1)
    spans = [TimeSpan(cue.start, cue.end, f"cue {place}") for place, cue in numbered]
    are_in_order(spans, SPOKEN_SECONDS)


@requirement(
    "audio.transcriptions.subtitles.not-empty",
    SHOULD,
    effect="response_format",
    on=SUBTITLES,
    source=READ,
    fix="Put what was heard into the cues.",
)
def test_cues_have_words(exchange: Exchange, case: Case) -> None:
    """The cues of a spoken sentence have words."""
    text = " ".join(cue.text for cue in _cues(exchange, case))
    if not words(text):
        raise Violation("at least one word", got=text, at="the cues")
