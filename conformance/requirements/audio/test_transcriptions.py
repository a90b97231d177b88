"""Transcripts: JSON and plain text (source: openai/audio#transcriptions)."""

from conformance import (
    MUST,
    SHOULD,
    Case,
    Exchange,
    Profile,
    Recording,
    Violation,
    matches,
    requirement,
)
from conformance.requirements.audio._transcripts import (
    JSON,
    heard,
    is_json,
    plain,
    words,
)
from conformance.requirements.reading import (
    has_json_type,
    is_accepted,
    is_labelled_as_json,
    summary_of,
)
from conformance.requirements.refusals import has_status, is_refused
from conformance.requirements.strict import strict_answer

SOURCE = "openai/audio#transcriptions"
FORMATS = "openai/audio#transcription-formats"
READ = "openai/audio#transcription-read"
REFUSALS = "errors/audio-transcriptions/*"


@requirement(
    "audio.transcriptions.accepted",
    MUST,
    on=(
        "audio/transcription",
        "audio/transcription-text",
        "audio/transcription-srt",
        "audio/transcription-vtt",
        "audio/transcription-forms",
    ),
    source=SOURCE,
    breaks="Clients that follow the document get an error instead of a transcript.",
    fix="Answer a form with a file and a model with 200, in each documented format.",
)
def test_recording_is_accepted(recording: Recording) -> None:
    """A form with a file and a model is answered with 200."""
    for exchange in recording:
        is_accepted(exchange)


@requirement(
    "audio.transcriptions.content-type",
    MUST,
    on=JSON,
    source=SOURCE,
    breaks="Clients choose how to read a body by its label, and fail or return text.",
    fix="Send `Content-Type: application/json` with `json` and `verbose_json`.",
)
def test_transcript_is_labelled_as_json(exchange: Exchange) -> None:
    """A transcript in a form of JSON is labelled as JSON."""
    is_labelled_as_json(exchange)


@requirement(
    "audio.transcriptions.shape",
    MUST,
    on="audio/transcription",
    source=SOURCE,
    breaks="Clients read `text` without looking; they fail without it.",
    fix="Send a JSON object with the transcript as `text`.",
)
def test_transcript_has_a_text(exchange: Exchange) -> None:
    """A transcript is a JSON object with a text."""
    matches(strict_answer(exchange), "wire/transcription")


@requirement(
    "audio.transcriptions.json.plain",
    SHOULD,
    on="audio/transcription",
    source=FORMATS,
    fix="Hand `response_format` on as it is; send segments with `verbose_json` only.",
)
def test_plain_transcript_has_no_segments(exchange: Exchange) -> None:
    """A transcript has neither segments nor words that were not asked for."""
    for name in ("segments", "words"):
        if exchange.answer.get(name):
            raise Violation(f"no `{name}`", exchange.answer[name], f"/{name}")


@requirement(
    "audio.transcriptions.not-empty",
    MUST,
    on="audio/transcription",
    source=SOURCE,
    breaks="What was said is lost without an error.",
    fix="Answer with an error where nothing could be heard at all.",
)
def test_transcript_of_speech_is_not_empty(exchange: Exchange) -> None:
    """The transcript of a spoken sentence has words."""
    if not words(heard(exchange)):
        raise Violation("at least one word", got=heard(exchange), at="/text")


@requirement(
    "audio.transcriptions.text",
    MUST,
    effect="response_format",
    on="audio/transcription-text",
    source=READ,
    breaks="Clients show the braces and quotes as if they had been spoken.",
    fix="Send the text alone, as `text/plain`, where `text` was asked for.",
)
def test_text_is_plain(exchange: Exchange) -> None:
    """A transcript that was asked for as text is plain text."""
    if not plain(exchange).strip():
        raise Violation("a text", got=plain(exchange), at="the body")
    if has_json_type(exchange) or is_json(exchange.body):
        raise Violation("plain text, labelled so", summary_of(exchange), "the body")


@requirement(
    "audio.transcriptions.refused",
    SHOULD,
    on=REFUSALS,
    source=SOURCE,
    fix="Look at the form before it is handed on, and refuse what holds no recording.",
)
def test_broken_form_is_refused(exchange: Exchange, beside: Recording | None) -> None:
    """A form that cannot be transcribed is refused with a 4xx."""
    is_refused(exchange, beside)


@requirement(
    "audio.transcriptions.status",
    SHOULD,
    on=REFUSALS,
    source=SOURCE,
    fix="Answer a broken form with the documented status.",
)
def test_broken_form_has_its_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A form that cannot be transcribed is refused with the documented status."""
    has_status(exchange, beside, case, profile)
