"""Translations into English (source: openai/audio#translations)."""

from conformance import MUST, Exchange, Violation, matches, requirement
from conformance.requirements.audio._transcripts import heard, words
from conformance.requirements.reading import is_accepted
from conformance.requirements.strict import strict_answer

SOURCE = "openai/audio#translations"
CASE = "audio/translation"


@requirement(
    "audio.translations.accepted",
    MUST,
    on=CASE,
    source=SOURCE,
    breaks="Clients that follow the document get an error instead of a translation.",
    fix="Answer a form with a file and a model with 200.",
)
def test_recording_is_accepted(exchange: Exchange) -> None:
    """A form with a file and a model is answered with 200."""
    is_accepted(exchange)


@requirement(
    "audio.translations.shape",
    MUST,
    on=CASE,
    source=SOURCE,
    breaks="Clients read `text` without looking; they fail without it.",
    fix="Send a JSON object with the translation as `text`.",
)
def test_translation_has_a_text(exchange: Exchange) -> None:
    """A translation is a JSON object with a text."""
    matches(strict_answer(exchange), "wire/transcription")


@requirement(
    "audio.translations.not-empty",
    MUST,
    on=CASE,
    source=SOURCE,
    breaks="What was said is lost without an error.",
    fix="Answer with an error where nothing could be heard at all.",
)
def test_translation_of_speech_is_not_empty(exchange: Exchange) -> None:
    """The translation of a spoken sentence has words."""
    if not words(heard(exchange)):
        raise Violation("at least one word", got=heard(exchange), at="/text")
