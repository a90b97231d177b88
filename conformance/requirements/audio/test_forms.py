"""Transcripts: the same words in each form (source: openai/audio)."""

from conformance import (
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Undecided,
    Violation,
    requirement,
)
from conformance.formats.subtitles import Form, subtitles
from conformance.requirements.audio._transcripts import (
    heard,
    is_json,
    joined,
    plain,
)


@requirement(
    "audio.transcriptions.forms-agree",
    SHOULD,
    effect="response_format",
    on="audio/transcription-forms",
    source="openai/audio#transcription-formats",
    fix="Make every form of a transcript from the same words.",
)
def test_forms_have_the_same_words(recording: Recording) -> None:
    """Plain text and subtitles have the words of the transcript as JSON."""
    usual, again = (_words(heard(recording[s])) for s in ("json", "json-again"))
    if usual != again:
        raise Undecided("the target does not hear the same twice")
    for step, text in (("text", _text(recording)), ("srt", _cues(recording))):
        if _words(text) != usual:
            usually = heard(recording["json"]).strip()
            expected = f'the words of "{usually}"'
            raise Violation(expected, text, "the transcript", recording[step])


def _words(text: str) -> str:
    words = joined(text)
    if not words:
        raise Blocked("a form has no words")
    return words


def _text(recording: Recording) -> str:
    exchange = recording["text"]
    if is_json(exchange.body):
        raise Blocked("the text is JSON")
    return plain(exchange)


def _cues(recording: Recording) -> str:
    exchange: Exchange = recording["srt"]
    plain(exchange)
    try:
        cues = subtitles(exchange.body, Form.SRT)
    except Violation:
        raise Blocked("the body is not a subtitle file") from None
    return " ".join(cue.text for cue in cues)
