"""Faults of transcripts and translations: the fields of their JSON."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.refusing import refusing
from conformance.relay.json_text import Object
from conformance.relay.media import TRANSLATIONS, asks, serves, transcribes
from conformance.relay.shapes import Change, drop, on_items, put

VERBOSE = "verbose_json"


def _verbose(call: Call, answer: Answer, change: Change) -> Answer:
    served = transcribes(call, answer, VERBOSE)
    return answer.map_json(change) if served else answer


def _plain(call: Call, answer: Answer, change: Change) -> Answer:
    return answer.map_json(change) if transcribes(call, answer, "json") else answer


def _translated(call: Call, answer: Answer, change: Change) -> Answer:
    return answer.map_json(change) if serves(call, answer, TRANSLATIONS) else answer


def _renamed(body: Object) -> Object:
    return {**drop("text")(body), "transcript": body["text"]}


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
    "tr-json-as-text-plain",
    caught_by="audio.transcriptions.content-type",
    source="plausible",
)
def labels_json_as_text(call: Call, answer: Answer) -> Answer:
    """Labels a transcript in JSON as text."""
    if not transcribes(call, answer, "json"):
        return answer
    return answer.with_headers({"content-type": "text/plain"})


@fault("tr-text-missing", caught_by="audio.transcriptions.shape", source="plausible")
def renames_text(call: Call, answer: Answer) -> Answer:
    """Calls the text of a transcript by another name."""
    return _plain(call, answer, _renamed)


@fault("tr-empty", caught_by="audio.transcriptions.not-empty", source="plausible")
def hears_nothing(call: Call, answer: Answer) -> Answer:
    """Answers speech with an empty transcript."""
    return _plain(call, answer, put(text=""))


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
        found = body.get("segments") or []
        times = [{"start": one["start"], "end": one["end"]} for one in found[::-1]]
        pairs = zip(found, times, strict=True)
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


@refusing("tl-refused", "audio.translations.accepted")
def refuses_translations(call: Call) -> bool:
    """Refuses to translate."""
    return asks(call, TRANSLATIONS)


@fault("tl-text-missing", caught_by="audio.translations.shape", source="plausible")
def renames_translation(call: Call, answer: Answer) -> Answer:
    """Calls the text of a translation by another name."""
    return _translated(call, answer, _renamed)


@fault("tl-empty", caught_by="audio.translations.not-empty", source="plausible")
def translates_nothing(call: Call, answer: Answer) -> Answer:
    """Answers speech with an empty translation."""
    return _translated(call, answer, put(text=""))
