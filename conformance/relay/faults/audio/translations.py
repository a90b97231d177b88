"""Faults of translations into English."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.faults.audio._transcripts import with_renamed_text
from conformance.relay.media import TRANSLATIONS, asks, serves
from conformance.relay.shapes import Change, put


def _translated(call: Call, answer: Answer, change: Change) -> Answer:
    return answer.map_json(change) if serves(call, answer, TRANSLATIONS) else answer


@refusing("tl-refused", "audio.translations.accepted")
def refuses_translations(call: Call) -> bool:
    """Refuses to translate."""
    return asks(call, TRANSLATIONS)


@fault("tl-text-missing", caught_by="audio.translations.shape", source="plausible")
def renames_translation(call: Call, answer: Answer) -> Answer:
    """Calls the text of a translation by another name."""
    return _translated(call, answer, with_renamed_text)


@fault("tl-empty", caught_by="audio.translations.not-empty", source="plausible")
def translates_nothing(call: Call, answer: Answer) -> Answer:
    """Answers speech with an empty translation."""
    return _translated(call, answer, put(text=""))
