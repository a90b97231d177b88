"""The models that the relay offers, and what each of them does."""

from collections.abc import Mapping
from enum import Enum, auto

from conformance.relay.call import Call
from conformance.relay.problem import Problem, ProblemKind, Refused, invalid
from conformance.relay.thinking.families import FAMILIES


class Use(Enum):
    """What a model is for."""

    TEXT = auto()
    EMBEDDINGS = auto()
    SPEECH = auto()
    TRANSCRIPTS = auto()
    PICTURES = auto()


_MODELS: Mapping[str, Use] = {
    "reference-chat": Use.TEXT,
    # What one of the documents names for chat.
    "gpt-3.5-turbo": Use.TEXT,
    "gpt-3.5-turbo-instruct": Use.TEXT,
    "text-embedding-3-small": Use.EMBEDDINGS,
    "text-embedding-3-large": Use.EMBEDDINGS,
    "whisper-1": Use.TRANSCRIPTS,
    "tts-1": Use.SPEECH,
    "tts-1-hd": Use.SPEECH,
    "dall-e-2": Use.PICTURES,
    "dall-e-3": Use.PICTURES,
    "gpt-image-1": Use.PICTURES,
}
_THINKING = dict.fromkeys(FAMILIES, Use.TEXT)
# What one vendor offers beside them.
_MORE: Mapping[str, Mapping[str, Use]] = {
    "aitre": {"flux-pro": Use.PICTURES, "gpt-4o-image": Use.TEXT},
}
# Which model stands for each kind where the relay itself is judged.
_KINDS: Mapping[str, str] = {
    "chat": "reference-chat",
    "completions": "gpt-3.5-turbo-instruct",
    # Its window is the smallest.
    "context": "gpt-3.5-turbo",
    "embeddings": "text-embedding-3-small",
    "speech": "tts-1",
    "transcriptions": "whisper-1",
    "translations": "whisper-1",
    "images": "dall-e-3",
    "gpt-image": "gpt-image-1",
}
_OTHER_KINDS: Mapping[str, Mapping[str, str]] = {
    "aitre": {
        "embeddings": "text-embedding-3-large",
        "flux": "flux-pro",
        "image-chat": "gpt-4o-image",
    },
    "modellss": {"chat": "gpt-3.5-turbo"},
}
# Models that answer a chat with a picture.
DRAWING = frozenset({"gpt-4o-image"})


def check_model(call: Call, name: str) -> None:
    """Refuses a model that is not offered."""
    if name not in offered(call):
        raise Refused(unknown(name, ProblemKind.UNKNOWN_MODEL))


def check_use(call: Call, name: str, use: Use) -> None:
    """Refuses a model that is not offered, or for something else."""
    check_model(call, name)
    if offered(call)[name] is not use:
        raise invalid(f"The model '{name}' does not do this.", "model")


def offered(call: Call) -> Mapping[str, Use]:
    """The models that the dialect of a call offers, each with its use."""
    every = {**_MODELS, **_THINKING, **_MORE.get(call.dialect.name, {})}
    named = {name: every[like] for name, like in call.dialect.models.items()}
    return every | named


def models_by_kind(dialect: str) -> dict[str, str]:
    """The model that stands for each kind where a dialect of the relay is judged."""
    return {**_KINDS, **_OTHER_KINDS.get(dialect, {})}


def unknown(name: str, kind: ProblemKind) -> Problem:
    """The problem of a model that is not offered."""
    # The name came from the caller and may be anything: shown in part.
    message = f"The model '{name[:80]}' does not exist."
    return Problem(kind, message, ("model",))
