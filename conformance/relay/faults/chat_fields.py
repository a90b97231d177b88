"""Faults of chat completions: fields that a relay drops or refuses."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, deaf_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Json, Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused


def _forgets(call: Call, *names: str) -> Call:
    """The call without these fields where one chat document is asked for."""
    wanted = call.is_chat and not call.streams
    return call.without_fields(*names) if wanted else call


@deaf_fault(
    "chat-n-ignored", caught_by="chat.n", source="abetlen/llama-cpp-python#1906"
)
def ignores_n(call: Call) -> Call:
    """Answers with one choice whatever `n` says."""
    return _forgets(call, "n")


@deaf_fault("chat-stop-ignored", caught_by="chat.stop", source="jundot/omlx#1054")
def ignores_stop(call: Call) -> Call:
    """Goes on after a stop text."""
    return _forgets(call, "stop")


@deaf_fault("chat-max-tokens-ignored", caught_by="chat.max-tokens", source="plausible")
def ignores_max_tokens(call: Call) -> Call:
    """Goes on beyond `max_tokens`."""
    return _forgets(call, "max_tokens")


@deaf_fault(
    "chat-max-completion-tokens-ignored",
    caught_by="chat.max-completion-tokens",
    source="abetlen/llama-cpp-python#1907",
)
def ignores_max_completion_tokens(call: Call) -> Call:
    """Goes on beyond `max_completion_tokens`."""
    return _forgets(call, "max_completion_tokens")


@deaf_fault(
    "chat-seed-ignored",
    caught_by="chat.seed.kept",
    source="abetlen/llama-cpp-python#884",
)
def ignores_seed(call: Call) -> Call:
    """Draws each text anew whatever the seed says."""
    if not call.is_chat or "seed" not in call.fields:
        return call
    # A seed of its own for each call: what sampling without a seed looks like.
    return call.with_fields({"seed": call.nth})


@deaf_fault(
    "chat-json-object-ignored",
    caught_by="chat.json-object",
    source="ggml-org/llama.cpp#24096",
)
def ignores_json_object(call: Call) -> Call:
    """Answers in prose where a JSON object was asked for."""
    return _forgets_format(call, "json_object")


@deaf_fault(
    "chat-json-schema-ignored",
    caught_by="chat.json-schema",
    source="rynfar/meridian#898",
)
def ignores_json_schema(call: Call) -> Call:
    """Answers in prose where a JSON Schema was given."""
    return _forgets_format(call, "json_schema")


def _forgets_format(call: Call, kind: str) -> Call:
    form = call.fields.get("response_format")
    asked = call.is_chat and isinstance(form, dict) and form.get("type") == kind
    return call.without_fields("response_format") if asked else call


@around_fault(
    "chat-content-array-rejected",
    caught_by="chat.messages.accepted",
    source="tetherto/qvac#2459",
)
def refuses_text_parts(call: Call, proceed: Answering) -> Answer:
    """Refuses a content of text parts."""
    answer = proceed(call)
    if not call.is_chat or answer.refuses:
        return answer
    for number, message in enumerate(call.fields["messages"]):
        if _kinds(message.get("content")) == {"text"}:
            at = ("messages", number, "content")
            return refused(
                call, Problem(ProblemKind.INVALID, "'content' must be a string.", at)
            )
    return answer


def _kinds(content: Json) -> set[str]:
    return {part["type"] for part in content} if isinstance(content, list) else set()


@deaf_fault(
    "chat-image-part-dropped",
    caught_by="chat.vision.seen",
    source="tetherto/qvac#2459",
)
def overlooks_images(call: Call) -> Call:
    """Drops images before the model sees them."""
    messages = call.fields.get("messages")
    if not call.is_chat or not isinstance(messages, list):
        return call
    return call.with_fields({"messages": [_blind(message) for message in messages]})


def _blind(message: Json) -> Json:
    parts = message.get("content") if isinstance(message, dict) else None
    if not isinstance(parts, list):
        return message
    kept = [part for part in parts if not _is_image(part)]
    # A message of images alone would become invalid without any part.
    blind: Object = {**message, "content": kept or ""}
    return blind


def _is_image(part: Json) -> bool:
    return isinstance(part, dict) and part.get("type") == "image_url"
