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
    # Its window is smaller than that of the others.
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
    "flux-pro": Use.PICTURES,
    "gpt-4o-image": Use.TEXT,
}
_THINKING = dict.fromkeys(FAMILIES, Use.TEXT)
# Which model stands for each kind where the relay itself is judged.
KINDS: Mapping[str, str] = {
    "chat": "reference-chat",
    "completions": "gpt-3.5-turbo-instruct",
    "context": "gpt-3.5-turbo",
    "embeddings": "text-embedding-3-small",
    "speech": "tts-1",
    "transcriptions": "whisper-1",
    "translations": "whisper-1",
    "images": "dall-e-3",
    "gpt-image": "gpt-image-1",
    "flux": "flux-pro",
    "image-chat": "gpt-4o-image",
}
# Kinds that are there for one capability alone.
NEEDS: Mapping[str, str] = {"flux": "images.flux", "image-chat": "chat.image"}
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
    every = {**_MODELS, **_THINKING}
    gone = {KINDS[kind] for kind, part in NEEDS.items() if not call.dialect.has(part)}
    named = {name: every[own] for name, own in call.dialect.models.items()}
    return {name: use for name, use in every.items() if name not in gone} | named


def like(call: Call, name: str) -> str:
    """The relay's own model that a model is, by whichever name it is offered."""
    return call.dialect.models.get(name, name)


def usual_model(call: Call, kind: str) -> str:
    """The model of a kind that answers where a request names none."""
    named = (name for name, own in call.dialect.models.items() if own == KINDS[kind])
    return next(named, KINDS[kind])


def unknown(name: str, kind: ProblemKind) -> Problem:
    """The problem of a model that is not offered."""
    # The name came from the caller and may be anything: shown in part.
    message = f"The model '{name[:80]}' does not exist."
    return Problem(kind, message, ("model",))
