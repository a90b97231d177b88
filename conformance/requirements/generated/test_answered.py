"""Generated requests of both kinds: that they are answered (source: openai/errors)."""

from conformance import (
    MUST,
    Case,
    Profile,
    Recording,
    requirement,
    same_answer,
    same_field,
)
from conformance.requirements.generated._judging import all_of

ALL = "generated/*"


@requirement(
    "generated.answered",
    MUST,
    on=ALL,
    source="openai/errors#client-mistake",
    breaks="Clients wait in vain, and send the request that stops the relay again.",
    fix="Answer every request, also one that you cannot read.",
    explained_by=same_answer("http.answered"),
)
def test_requests_are_answered(
    recording: Recording, case: Case, profile: Profile
) -> None:
    """Any request is answered, whatever it says."""
    all_of(recording, profile, case, "answered")


@requirement(
    "generated.no-5xx",
    MUST,
    on=ALL,
    source="openai/errors#client-mistake",
    breaks="Clients send the doomed request again and again.",
    fix="Find the input that the server fails on, and answer it with its own status.",
    explained_by=(
        *same_field("errors.no-5xx", cases="generated/*-refused"),
        *same_field("chat.*accepted", cases="generated/chat-accepted"),
        *same_field("completions.*accepted", cases="generated/completions-accepted"),
        *same_field("embeddings.*accepted", cases="generated/embeddings-accepted"),
        *same_field("images.accepted", cases="generated/images-accepted"),
        *same_field("audio.speech.accepted", cases="generated/speech-accepted"),
    ),
)
def test_requests_are_no_server_error(
    recording: Recording, case: Case, profile: Profile
) -> None:
    """No request is answered as a server error, be it allowed or broken."""
    all_of(recording, profile, case, "no-5xx")
