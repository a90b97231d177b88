"""Generated requests that the document allows (source: openai/chat#request)."""

from conformance import (
    MUST,
    Blocked,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Undecided,
    requirement,
    same_field,
    same_place,
)
from conformance.generation.text import texts
from conformance.requirements.endpoints import SHAPED
from conformance.requirements.generated._judging import ACCEPTED, all_taken

TEXT = ("generated/chat-accepted", "generated/completions-accepted")


@requirement(
    "generated.accepted",
    MUST,
    on=ACCEPTED,
    source="openai/chat#request",
    breaks="Clients that follow the document get an error instead of an answer.",
    fix="Accept the request, or refuse what you do not support by its name.",
    explained_by=(
        *same_field("chat.*accepted", cases="generated/chat-accepted"),
        *same_field("completions.*accepted", cases="generated/completions-accepted"),
        *same_field("embeddings.*accepted", cases="generated/embeddings-accepted"),
        *same_field("images.accepted", cases="generated/images-accepted"),
        *same_field("audio.speech.accepted", cases="generated/speech-accepted"),
        *same_field(
            "midjourney.submit.accepted", cases="generated/midjourney-accepted"
        ),
    ),
)
def test_allowed_requests_are_accepted(recording: Recording, profile: Profile) -> None:
    """Any request that the document allows is accepted."""
    all_taken(recording, profile, "accepted")


@requirement(
    "generated.shape",
    MUST,
    on=SHAPED,
    source="openai/chat#answer",
    breaks="Clients read these fields without looking; they fail on others.",
    fix="Send the documented fields with the documented types, whatever was asked.",
    explained_by=(
        *same_place("chat.shape", "chat.stream.chunk", cases="generated/chat-accepted"),
        *same_place(
            "completions.shape",
            "completions.stream.chunk",
            cases="generated/completions-accepted",
        ),
        *same_place("embeddings.shape", cases="generated/embeddings-accepted"),
        *same_place("images.shape", cases="generated/images-accepted"),
        *same_place("midjourney.submit.shape", cases="generated/midjourney-accepted"),
    ),
)
def test_answers_have_their_shape(recording: Recording, profile: Profile) -> None:
    """The answer to any allowed request has the documented fields and types."""
    all_taken(recording, profile, "shape")


@requirement(
    "generated.choices",
    MUST,
    on=TEXT,
    source="openai/chat#n",
    breaks="Clients that ask for several choices get fewer without being told.",
    fix="Return `n` choices for each prompt, numbered from 0.",
    explained_by=(
        *same_place("chat.n", "chat.stream.indexes", cases="generated/chat-accepted"),
        *same_place(
            "completions.n",
            "completions.one-choice",
            "completions.prompts",
            "completions.best-of",
            cases="generated/completions-accepted",
        ),
    ),
)
def test_all_choices_come(recording: Recording, profile: Profile) -> None:
    """Any allowed request gets as many choices as it asks for, numbered from 0."""
    all_taken(recording, profile, "choices")


@requirement(
    "generated.usage",
    MUST,
    on=TEXT,
    source="openai/chat#usage",
    breaks="Clients that count cost or context count something else than was used.",
    fix="Count what was sent and what came back, and hand the cap on to the model.",
    explained_by=(
        *same_place(
            "chat.max-tokens",
            "chat.max-completion-tokens",
            "chat.stream.max-tokens",
            "chat.usage.present",
            "chat.usage.adds-up",
            "chat.stream.usage-adds-up",
            cases="generated/chat-accepted",
        ),
        *same_place(
            "completions.max-tokens",
            "completions.usage.present",
            "completions.usage.adds-up",
            "completions.stream.usage-adds-up",
            cases="generated/completions-accepted",
        ),
    ),
)
def test_usage_holds(recording: Recording, profile: Profile) -> None:
    """Usage adds up, within the cap of the request, for any allowed request."""
    all_taken(recording, profile, "usage")


@requirement(
    "generated.stop",
    MUST,
    on=TEXT,
    source="openai/chat#stop",
    breaks="Clients that split at the stop text read beyond it.",
    fix="Hand every stop text on as it is, and leave it out of the answer.",
    explained_by=(
        *same_place("chat.stop", cases="generated/chat-accepted"),
        *same_place("completions.stop", cases="generated/completions-accepted"),
    ),
)
def test_stop_texts_are_absent(recording: Recording, profile: Profile) -> None:
    """No answer contains one of the stop texts of its request."""
    all_taken(recording, profile, "stop")
    if not any(_holds_a_stop(exchange, _stops(recording)) for exchange in recording):
        raise Undecided("no stop text occurs in an answer that it does not end")


def _stops(recording: Recording) -> set[str]:
    """All stop texts that were sent."""
    asked = [exchange.request.fields.get("stop") or [] for exchange in recording]
    lists = [[stop] if isinstance(stop, str) else stop for stop in asked]
    return {stop for listed in lists for stop in listed}


def _holds_a_stop(exchange: Exchange, stops: set[str]) -> bool:
    """Whether a text holds what other requests have as a stop text."""
    try:
        return any(stop in text for text in texts(exchange) for stop in stops)
    except (Blocked, NotOffered, Undecided):
        return False


@requirement(
    "generated.stream",
    MUST,
    on=TEXT,
    source="openai/streaming#events",
    breaks="Clients wait for an end that does not come, or fail on an event.",
    fix="Send chunks as JSON, a finish reason for each choice, and `[DONE]`.",
    explained_by=(
        *same_place(
            "chat.stream.content-type",
            "chat.stream.json-events",
            "chat.stream.no-error",
            "chat.stream.finish-reason",
            "chat.stream.done",
            cases="generated/chat-accepted",
        ),
        *same_place(
            "completions.stream.content-type",
            "completions.stream.json-events",
            "completions.stream.no-error",
            "completions.stream.finish-reason",
            "completions.stream.done",
            cases="generated/completions-accepted",
        ),
    ),
)
def test_streams_are_whole(recording: Recording, profile: Profile) -> None:
    """The stream of any allowed request is made of chunks and ends with `[DONE]`."""
    all_taken(recording, profile, "stream")


@requirement(
    "generated.vectors",
    MUST,
    on="generated/embeddings-accepted",
    source="openai/embeddings#answer",
    breaks="Clients store vectors under the wrong texts, or cannot compare them.",
    fix="Return one vector for each text, numbered from 0, of the length asked for.",
    explained_by=same_place(
        "embeddings.count",
        "embeddings.index",
        "embeddings.dimensions",
        "embeddings.same-length",
    ),
)
def test_each_text_has_a_vector(recording: Recording, profile: Profile) -> None:
    """Each text of any allowed request has one vector, and all are of one length."""
    all_taken(recording, profile, "vectors")


@requirement(
    "generated.sound",
    MUST,
    on="generated/speech-accepted",
    source="openai/audio#speech",
    breaks="Players cannot read the file, or clients save an error as a sound.",
    fix="Hand `response_format` on, and send the bytes as they came.",
    explained_by=same_place(
        "audio.speech.format", "audio.speech.decodes", "audio.speech.not-empty"
    ),
)
def test_speech_is_sound(recording: Recording, profile: Profile) -> None:
    """The answer to any allowed text is sound in the format that was asked for."""
    all_taken(recording, profile, "sound")


@requirement(
    "generated.pictures",
    MUST,
    on="generated/images-accepted",
    source="openai/images#generations",
    breaks="Clients look for the picture where it was asked for, and find none.",
    fix="Return as many pictures as were asked for, in the form that was asked for.",
    explained_by=same_place(
        "images.n",
        "images.b64",
        "images.b64.alphabet",
        "images.decodes",
        "images.present",
    ),
)
def test_pictures_come(recording: Recording, profile: Profile) -> None:
    """Any allowed request gets as many pictures as it asks for, in that form."""
    all_taken(recording, profile, "pictures")
