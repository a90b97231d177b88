"""Faults of good requests: refused, without a word that would tell which part."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, Bend, around_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Json
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

Disliked: TypeAlias = Callable[[Call], bool]


def refusing(
    name: str, caught_by: str, dialect: str = "openai"
) -> Callable[[Disliked], Bend]:
    """Makes a fault that refuses the good calls of which this is true."""

    def made(disliked: Disliked) -> Bend:
        around = partial(_unless_disliked, disliked)
        around.__doc__ = disliked.__doc__
        fault = around_fault(
            name, caught_by=caught_by, source="plausible", dialects=(dialect,)
        )
        return fault(around)

    return made


def _unless_disliked(disliked: Disliked, call: Call, proceed: Answering) -> Answer:
    answer = proceed(call)
    if answer.refuses or not disliked(call):
        return answer
    # It names nothing: a refusal that does is no fault for most features.
    return refused(call, Problem(ProblemKind.INVALID, "Bad request."))


def _document(call: Call) -> bool:
    return call.is_chat and not call.streams


def _messages(call: Call) -> list[Json]:
    return list(call.fields["messages"])


@refusing("chat-cap-demanded", "chat.accepted")
def demands_cap(call: Call) -> bool:
    """Refuses a chat request that does not cap its tokens."""
    caps = {"max_tokens", "max_completion_tokens"}
    return _document(call) and not caps & call.fields.keys()


@refusing("chat-n-refused", "chat.choices.accepted")
def refuses_n(call: Call) -> bool:
    """Refuses several choices, without a word on what is wrong."""
    return _document(call) and (call.fields.get("n") or 1) > 1


@refusing("chat-format-refused", "chat.formats.accepted")
def refuses_format(call: Call) -> bool:
    """Refuses a format of the answer, without a word on what is wrong."""
    return _document(call) and call.fields.get("response_format") is not None


@refusing("chat-tools-refused", "chat.tools.accepted")
def refuses_tool_choice(call: Call) -> bool:
    """Refuses a tool choice that names a function, without a word on what is wrong."""
    return _document(call) and isinstance(call.fields.get("tool_choice"), dict)


@refusing("chat-vision-refused", "chat.vision.accepted")
def refuses_images(call: Call) -> bool:
    """Refuses pictures, without a word on what is wrong."""
    return _document(call) and any(map(_has_image, _messages(call)))


def _has_image(message: Json) -> bool:
    parts = message.get("content")
    kinds = [part["type"] for part in parts] if isinstance(parts, list) else []
    return "image_url" in kinds


@refusing("chat-developer-refused", "chat.developer.accepted")
def refuses_developers(call: Call) -> bool:
    """Refuses the role `developer`."""
    return _document(call) and any(
        message["role"] == "developer" for message in _messages(call)
    )


@refusing("chat-nulls-refused", "chat.nulls.accepted")
def refuses_nulls(call: Call) -> bool:
    """Refuses null where a chat request may leave a field out."""
    return _document(call) and None in call.fields.values()


@refusing("chat-stream-refused", "chat.stream.accepted")
def refuses_chat_streams(call: Call) -> bool:
    """Refuses to stream a chat answer, without a word on what is wrong."""
    return call.is_chat and call.streams


@refusing("cmpl-null-refused", "completions.accepted", "modellss")
def refuses_null_in_completions(call: Call) -> bool:
    """Refuses null where a completion request may leave a field out."""
    return call.is_completions and None in call.fields.values()


@refusing("cmpl-seed-refused", "completions.parameters.accepted")
def refuses_seed(call: Call) -> bool:
    """Refuses a seed of a completion, without a word on what is wrong."""
    return call.is_completions and call.fields.get("seed") is not None


@refusing("cmpl-stream-refused", "completions.stream.accepted")
def refuses_streams(call: Call) -> bool:
    """Refuses to stream a completion, without a word on what is wrong."""
    return call.is_completions and call.streams
