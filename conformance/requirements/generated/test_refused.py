"""Generated requests that break one statement (source: openai/errors#validation)."""

from conformance import (
    MUST,
    SHOULD,
    Profile,
    Recording,
    requirement,
    same_answer,
    same_field,
    same_place,
)
from conformance.requirements.endpoints import DOCUMENTED
from conformance.requirements.generated._judging import REFUSED, all_declined

ENVELOPE = "openai/errors#envelope"


@requirement(
    "generated.refused",
    SHOULD,
    on=REFUSED,
    source="openai/errors#validation",
    fix="Check the request before it is handed on, and refuse what cannot be served.",
    explained_by=(
        *same_field("errors.chat.refused", cases="generated/chat-refused"),
        *same_field(
            "errors.completions.refused", cases="generated/completions-refused"
        ),
        *same_field("errors.embeddings.refused", cases="generated/embeddings-refused"),
        *same_field("images.refused", cases="generated/images-refused"),
        *same_field("audio.speech.refused", cases="generated/speech-refused"),
        *same_field("midjourney.refused", cases="generated/midjourney-refused"),
    ),
)
def test_broken_requests_are_refused(recording: Recording, profile: Profile) -> None:
    """A request that breaks one statement of the document is refused with a 4xx."""
    all_declined(recording, profile, "refused")


@requirement(
    "generated.json",
    MUST,
    on=DOCUMENTED,
    source=ENVELOPE,
    breaks="Clients parse a refusal as JSON and show a parse error instead.",
    fix="Answer every refusal with a JSON body, also those of proxies before you.",
    explained_by=same_place("errors.json"),
)
def test_refusals_are_json(recording: Recording, profile: Profile) -> None:
    """The refusal of any broken request is JSON and labelled so."""
    all_declined(recording, profile, "json")


@requirement(
    "generated.envelope",
    MUST,
    on=DOCUMENTED,
    source=ENVELOPE,
    breaks="Clients look for `error.message` and show an error without a reason.",
    fix="Put the message into the documented body.",
    explained_by=(
        *same_answer("generated.json"),
        *same_place("errors.envelope"),
    ),
)
def test_refusals_have_their_body(recording: Recording, profile: Profile) -> None:
    """The refusal of any broken request has the documented body."""
    all_declined(recording, profile, "envelope")
