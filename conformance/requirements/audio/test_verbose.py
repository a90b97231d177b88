"""Transcripts: segments, language, duration, words (source: openai/audio#verbose)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Undecided,
    Violation,
    anywhere,
    field_of,
    matches,
    requirement,
)
from conformance.requirements.audio._transcripts import (
    SPOKEN_SECONDS,
    TOLERANCE,
    are_in_order,
    has_same_words,
    heard,
    listed,
    spans,
)
from conformance.requirements.reading import is_accepted
from conformance.requirements.strict import strict_answer

VERBOSE = "openai/audio#verbose"
WORDS = "openai/audio#words"
LENGTHY = "audio/transcription-verbose"
TIMED = "audio/transcription-words"


@requirement(
    "audio.transcriptions.verbose-json.accepted",
    MUST,
    on=LENGTHY,
    source=VERBOSE,
    breaks="Clients that want segments get an error instead of a transcript.",
    fix="Accept `verbose_json` without granularities, and send segments then.",
    explained_by=anywhere("audio.transcriptions.accepted", when="audio/transcription"),
)
def test_verbose_json_is_accepted(exchange: Exchange) -> None:
    """`verbose_json` alone is answered with 200."""
    is_accepted(exchange)


@requirement(
    "audio.transcriptions.words.accepted",
    MUST,
    on=TIMED,
    source=WORDS,
    breaks="Clients that want the time of each word get an error.",
    fix="Accept the part `timestamp_granularities[]`, or refuse it with a clear 4xx.",
    explained_by=anywhere("audio.transcriptions.verbose-json.accepted"),
)
def test_granularity_is_accepted(exchange: Exchange) -> None:
    """`verbose_json` with the granularity `word` is answered with 200."""
    is_accepted(exchange)


@requirement(
    "audio.transcriptions.verbose-json",
    MUST,
    effect="response_format",
    on=(LENGTHY, TIMED),
    source=VERBOSE,
    breaks="Clients read these fields without looking; they fail on others.",
    fix="Send language, duration and text beside the segments.",
)
def test_verbose_json_has_the_documented_shape(exchange: Exchange) -> None:
    """A verbose transcript has its language, its duration and its text."""
    matches(strict_answer(exchange), "wire/transcription-verbose")


@requirement(
    "audio.transcriptions.segments",
    SHOULD,
    effect="response_format",
    on=LENGTHY,
    source=VERBOSE,
    fix="Send the segments with `start`, `end` and `text`.",
)
def test_verbose_json_has_segments(exchange: Exchange) -> None:
    """A verbose transcript has segments with times and a text."""
    segments = field_of(exchange.answer, "segments")
    if not segments or not isinstance(segments, list):
        raise Violation("at least one segment", got=segments, at="/segments")
    for place, segment in enumerate(segments):
        matches(segment, "wire/transcription-segment", at=f"/segments/{place}")


@requirement(
    "audio.transcriptions.segments.times",
    SHOULD,
    effect="response_format",
    on=LENGTHY,
    source=VERBOSE,
    fix="Count the times from the beginning of the recording, in seconds.",
)
def test_segments_follow_each_other(exchange: Exchange) -> None:
    """The segments of a transcript follow each other inside the recording."""
    are_in_order(spans(exchange, "segments"), SPOKEN_SECONDS)


@requirement(
    "audio.transcriptions.duration",
    SHOULD,
    effect="response_format",
    on=LENGTHY,
    source=VERBOSE,
    fix="Send the length of the recording in seconds.",
)
def test_duration_is_that_of_the_recording(exchange: Exchange) -> None:
    """The duration of a transcript is that of the recording."""
    said = exchange.answer.get("duration")
    try:
        seconds = float(str(said))
    except ValueError:
        raise Blocked("the transcript has no duration") from None
    if not abs(seconds - SPOKEN_SECONDS) <= TOLERANCE:
        raise Violation(f"about {SPOKEN_SECONDS} s", got=said, at="/duration")


@requirement(
    "audio.transcriptions.language",
    SHOULD,
    effect="response_format",
    on=LENGTHY,
    source=VERBOSE,
    fix="Send the name of the language that was heard.",
)
def test_language_is_named(exchange: Exchange) -> None:
    """The language of a transcript is the one that is spoken."""
    said = exchange.answer.get("language")
    if not isinstance(said, str):
        raise Blocked("the transcript names no language")
    if not said.strip():
        raise Violation("the name of a language", got=said, at="/language")
    if not said.strip().lower().startswith("en"):
        # A voice that is made by a machine may be taken for a foreign one.
        raise Undecided(f"the model heard another language ({said})")


@requirement(
    "audio.transcriptions.words",
    MUST,
    effect="timestamp_granularities",
    on=TIMED,
    source=WORDS,
    breaks="Captions that follow the voice word by word stay empty.",
    fix="Send `words` with `word`, `start` and `end` where they were asked for.",
)
def test_words_have_times(exchange: Exchange) -> None:
    """A transcript that was asked for with words has each with its times."""
    words = field_of(exchange.answer, "words")
    if not words or not isinstance(words, list):
        raise Violation("at least one word", got=words, at="/words")
    for place, word in enumerate(words):
        matches(word, "wire/transcription-word", at=f"/words/{place}")


@requirement(
    "audio.transcriptions.words.times",
    SHOULD,
    effect="timestamp_granularities",
    on=TIMED,
    source=WORDS,
    fix="Count the times from the beginning of the recording, in seconds.",
)
def test_words_follow_each_other(exchange: Exchange) -> None:
    """The words of a transcript follow each other inside the recording."""
    are_in_order(spans(exchange, "words"), SPOKEN_SECONDS)


@requirement(
    "audio.transcriptions.same-words",
    SHOULD,
    effect="response_format",
    on=(LENGTHY, TIMED),
    source=VERBOSE,
    fix="Take text, segments and words from the same pass of the recogniser.",
)
def test_parts_have_the_words_of_the_text(exchange: Exchange) -> None:
    """The segments and the words of a transcript make up its text."""
    transcript = exchange.answer
    parts = [(n, key) for n, key in (("segments", "text"), ("words", "word"))]
    present = [(n, key) for n, key in parts if transcript.get(n)]
    if not present:
        raise Blocked("the transcript has neither segments nor words")
    for name, key in present:
        joined = " ".join(str(item.get(key, "")) for item in listed(exchange, name))
        has_same_words(joined, heard(exchange), f"/{name}/*/{key}")
