"""Recognizes calls of audio, images and embeddings, for faults and variations."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.multipart import FormPart

EMBEDDINGS = "/embeddings"
SPEECH = "/audio/speech"
TRANSCRIPTIONS = "/audio/transcriptions"
TRANSLATIONS = "/audio/translations"
GENERATIONS = "/images/generations"
EDITS = "/images/edits"


def asks(call: Call, *routes: str) -> bool:
    """Whether the call is a POST to one of these routes."""
    return call.method == "POST" and call.route in routes


def serves(call: Call, answer: Answer, *routes: str) -> bool:
    """Whether this is a successful answer of one of these routes."""
    return asks(call, *routes) and not answer.refuses


def parts(call: Call, name: str) -> tuple[FormPart, ...]:
    """The parts of a form that have this name."""
    return tuple(part for part in call.form if part.name == name)


def field_text(call: Call, name: str) -> str:
    """The text of a field of a form; empty where there is none."""
    named_parts = parts(call, name)
    return named_parts[0].data.decode(errors="replace") if named_parts else ""


def form_of_transcript(call: Call) -> str:
    """The form in which a transcript was asked for."""
    return field_text(call, "response_format") or "json"


def transcribes(call: Call, answer: Answer, *forms: str) -> bool:
    """Whether this is a transcript in one of these forms."""
    served = serves(call, answer, TRANSCRIPTIONS)
    return served and form_of_transcript(call) in forms


def with_text(call: Call, name: str, text: str) -> Call:
    """The call with a field of its form set."""
    others = tuple(part for part in call.form if part.name != name)
    return replace(call, form=(*others, FormPart(name, text.encode())))


def without_parts(call: Call, *names: str) -> Call:
    """The call without some fields of its form."""
    others = tuple(part for part in call.form if part.name not in names)
    return replace(call, form=others)
