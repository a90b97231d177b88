"""Speech (source: openai/audio#speech)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    Profile,
    Recording,
    Verbatim,
    Violation,
    requirement,
)
from conformance.formats.audio import sound
from conformance.requirements.audio._speech import (
    PCM,
    are_samples,
    decoded,
    format_of,
    has_format,
    is_sound,
    labelled_as,
    speech,
)
from conformance.requirements.reading import (
    header_of,
    is_accepted,
)
from conformance.requirements.refusals import has_status, is_refused

SOURCE = "openai/audio#speech"
FORMATS = "openai/audio#speech-formats"
PLAYED = "openai/audio#speech-played"
SPEECH = ("audio/speech", "audio/speech-*")
DECODABLE = (
    "audio/speech",
    "audio/speech-aac",
    "audio/speech-flac",
    "audio/speech-opus",
    "audio/speech-wav",
)
REFUSALS = "errors/audio-speech/*"


@requirement(
    "audio.speech.accepted",
    MUST,
    on=SPEECH,
    source=SOURCE,
    breaks="Clients that follow the document get an error instead of speech.",
    fix="Answer a model, a text and a voice with 200, in each documented format.",
)
def test_speech_is_accepted(exchange: Exchange) -> None:
    """A model, a text and a voice are answered with 200."""
    is_accepted(exchange)


@requirement(
    "audio.speech.not-empty",
    MUST,
    on=SPEECH,
    source=SOURCE,
    breaks="Players fail on an empty file, or play silence.",
    fix="Hand the sound on as it comes, and an upstream's failure as an error.",
)
def test_speech_is_not_empty(exchange: Exchange) -> None:
    """Speech has a body that is not empty."""
    if not exchange.accepted:
        raise Blocked(f"the request was refused ({exchange.status})")
    if not exchange.body:
        raise Violation("sound", got=Verbatim("nothing"), at="the body")


@requirement(
    "audio.speech.decodes",
    MUST,
    on=DECODABLE,
    source=PLAYED,
    breaks="No player opens the file.",
    fix="Send the sound alone: whole, not as JSON, and not as text.",
)
def test_speech_can_be_decoded(exchange: Exchange) -> None:
    """Speech is sound that can be decoded and has a length."""
    decoded = sound(speech(exchange), at="the sound")
    if not decoded.samples:
        raise Violation("at least one sample", got=decoded.samples, at="the sound")


@requirement(
    "audio.speech.format",
    MUST,
    effect="response_format",
    on=SPEECH,
    source=FORMATS,
    breaks="Players and phone lines that are set to one format fail on another.",
    fix="Hand `response_format` on, or refuse the formats that you do not have.",
)
def test_speech_has_its_format(exchange: Exchange) -> None:
    """Speech has the format that was asked for."""
    name = format_of(exchange)
    if name == PCM:
        if not are_samples(speech(exchange)):
            begin = f"{len(exchange.body)} bytes from {exchange.body[:16]!r} on"
            expected = "samples without a container"
            raise Violation(expected, Verbatim(begin), "the sound")
        return
    heard = decoded(exchange)
    if not has_format(heard, name):
        got = Verbatim(f"{heard.codec} in {heard.container}")
        raise Violation(name, got=got, at="the sound")


@requirement(
    "audio.speech.content-type",
    MUST,
    on=SPEECH,
    source=PLAYED,
    breaks="Browsers and players choose the decoder by the label, and play nothing.",
    fix="Label speech with the type of the format that it has.",
)
def test_speech_is_labelled_as_what_it_is(exchange: Exchange) -> None:
    """Speech is labelled as sound, and as no other format than it has."""
    speech(exchange)
    kind, name = exchange.media_type, format_of(exchange)
    if not is_sound(kind):
        raise Violation(
            "a type of sound",
            got=header_of(exchange, "content-type"),
            at="Content-Type",
        )
    if _is_as_asked(exchange) and labelled_as(kind) not in ("", name):
        raise Violation(
            f"the type of {name}",
            got=header_of(exchange, "content-type"),
            at="Content-Type",
        )


def _is_as_asked(exchange: Exchange) -> bool:
    """Whether the bytes have the right format: if not, the label need not fit."""
    if format_of(exchange) == PCM:
        return are_samples(exchange.body)
    return has_format(decoded(exchange), format_of(exchange))


@requirement(
    "audio.speech.refused",
    SHOULD,
    on=REFUSALS,
    source=SOURCE,
    fix="Check the request before it is handed on, and refuse what cannot be served.",
)
def test_broken_request_for_speech_is_refused(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A request for speech that cannot be served is refused with a 4xx."""
    is_refused(exchange, beside)


@requirement(
    "audio.speech.status",
    SHOULD,
    on=REFUSALS,
    source=SOURCE,
    fix="Answer a broken request with the documented status.",
)
def test_broken_request_for_speech_has_its_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A broken request for speech is refused with the documented status."""
    has_status(exchange, beside, case, profile)
