"""Faults of transcripts: segments, language, duration and words."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.json_text import Object
from conformance.relay.media import TRANSCRIPTIONS, asks, parts, transcribes
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import Change, drop, on_items, put

VERBOSE = "verbose_json"
_FAILED = Problem(ProblemKind.INTERNAL, "The server had an error.")


def _verbose(call: Call, answer: Answer, change: Change) -> Answer:
    served = transcribes(call, answer, VERBOSE)
    return answer.map_json(change) if served else answer


def _words(body: Object) -> Object:
    return {**body, "words": None} if "words" in body else body


@fault(
    "tr-words-null",
    caught_by="audio.transcriptions.words",
    source="speaches-ai/speaches#379",
)
def sends_no_words(call: Call, answer: Answer) -> Answer:
    """Sends null where words were asked for."""
    return _verbose(call, answer, _words)


@fault(
    "tr-verbose-no-language",
    caught_by="audio.transcriptions.verbose-json",
    source="plausible",
)
def leaves_language_out(call: Call, answer: Answer) -> Answer:
    """Sends `verbose_json` without the language."""
    return _verbose(call, answer, drop("language"))


@fault(
    "tr-language-empty", caught_by="audio.transcriptions.language", source="plausible"
)
def knows_no_language(call: Call, answer: Answer) -> Answer:
    """Sends an empty language."""
    return _verbose(call, answer, put(language=""))


@fault(
    "tr-duration-wrong", caught_by="audio.transcriptions.duration", source="plausible"
)
def lasts_a_minute(call: Call, answer: Answer) -> Answer:
    """Says that every recording lasts a minute."""
    return _verbose(call, answer, put(duration=60.0))


@fault(
    "tr-segments-missing",
    caught_by="audio.transcriptions.segments",
    source="plausible",
)
def leaves_segments_out(call: Call, answer: Answer) -> Answer:
    """Sends `verbose_json` without segments."""
    return _verbose(call, answer, drop("segments"))


@fault(
    "tr-segments-jumbled",
    caught_by="audio.transcriptions.segments.times",
    source="plausible",
)
def jumbles_segments(call: Call, answer: Answer) -> Answer:
    """Gives the first segment the times of the last, and so on."""

    def turned(body: Object) -> Object:
        segments = body.get("segments") or []
        times = [{"start": one["start"], "end": one["end"]} for one in segments[::-1]]
        pairs = zip(segments, times, strict=True)
        return {**body, "segments": [{**one, **time} for one, time in pairs]}

    return _verbose(call, answer, turned)


@fault(
    "tr-words-milliseconds",
    caught_by="audio.transcriptions.words.times",
    source="plausible",
)
def counts_milliseconds(call: Call, answer: Answer) -> Answer:
    """Sends the times of words in milliseconds."""

    def scaled(item: Object) -> Object:
        return {**item, "start": item["start"] * 1000, "end": item["end"] * 1000}

    return _verbose(call, answer, on_items("words", scaled))


@fault(
    "tr-words-of-another",
    caught_by="audio.transcriptions.same-words",
    source="plausible",
)
def loses_word(call: Call, answer: Answer) -> Answer:
    """Loses a word of a transcript in `verbose_json`."""

    def shortened(body: Object) -> Object:
        return {**body, "text": body["text"].partition(" ")[2]}

    return _verbose(call, answer, shortened)


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


@refusing("tr-granularity-refused", "audio.transcriptions.words.accepted")
def refuses_granularity(call: Call) -> bool:
    """Refuses a granularity, without a word on what is wrong."""
    named = parts(call, "timestamp_granularities[]")
    return asks(call, TRANSCRIPTIONS) and bool(named)
