"""The models that the relay offers."""

from conformance.relay.answer import Answer, json_answer
from conformance.relay.call import Call
from conformance.relay.dialect import Family
from conformance.relay.json_text import Object
from conformance.relay.problem import Kind, Problem, Refused

_CREATED = 1715367049
_MODELS = (
    "gpt-4o-mini",
    # What one of the documents names for chat.
    "gpt-3.5-turbo",
    "gpt-3.5-turbo-instruct",
    "text-embedding-3-small",
    "whisper-1",
    "tts-1",
    "dall-e-3",
    "gpt-image-1",
)


def listing(call: Call) -> Answer:
    """All models."""
    data = [_model(name, call) for name in _MODELS]
    return json_answer({"object": "list", "data": data})


def retrieve(call: Call) -> Answer:
    """One model."""
    name = call.args["model"]
    if name not in _MODELS:
        raise Refused(_unknown(name, Kind.NO_RESOURCE))
    return json_answer(_model(name, call))


def check_model(name: str) -> None:
    """Refuses a model that is not offered."""
    if name not in _MODELS:
        raise Refused(_unknown(name, Kind.UNKNOWN_MODEL))


def _unknown(name: str, kind: Kind) -> Problem:
    # The name came from the caller and may be anything: shown in part.
    message = f"The model '{name[:80]}' does not exist."
    return Problem(kind, message, ("model",))


def _model(name: str, call: Call) -> Object:
    model = {
        "id": name,
        "object": "model",
        "created": _CREATED,
        "owned_by": "relaycert",
    }
    if call.dialect.family is not Family.FASTAPI:
        return model
    if "embedding" in name:
        return {**model, "model_type": "EMBEDDINGS", "model_engine": "INFINITY"}
    return {**model, "model_type": "COMPLETIONS", "model_engine": "VLLM"}
