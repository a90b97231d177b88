"""Faults of limits of size: what is sent is cut, or refused in a wrong way."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, fault
from conformance.relay.call import Call
from conformance.relay.json_text import Json
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

_LARGEST_TEXT = 8000
_FITTING = 60_000


def _shortened(call: Call, size: int) -> Call:
    """The call with each text of its messages cut after so many characters."""
    messages: Json = call.fields.get("messages")
    if not isinstance(messages, list):
        return call
    return call.with_fields({"messages": [_cut(message, size) for message in messages]})


def _cut(message: Json, size: int) -> Json:
    content = message.get("content") if isinstance(message, dict) else None
    return (
        {**message, "content": content[:size]} if isinstance(content, str) else message
    )


@around_fault(
    "lim-body-truncated",
    caught_by="limits.body",
    also=("limits.context", "chat.usage-grows"),
    source="BlockRunAI/Franklin#51",
)
def cuts_bodies(call: Call, proceed: Answering) -> Answer:
    """Drops what a message has beyond 8000 characters."""
    return proceed(_shortened(call, _LARGEST_TEXT))


@fault(
    "lim-context-other-status",
    caught_by="limits.status",
    source="plausible",
    dialects=("openrouter",),
)
def refuses_long_prompts_otherwise(call: Call, answer: Answer) -> Answer:
    """Refuses a prompt beyond the window with a status of other mistakes."""
    too_long = answer.refuses_as(ProblemKind.TOO_LONG)
    return answer.with_status(422) if too_long else answer


@around_fault(
    "lim-context-truncated",
    caught_by="limits.context",
    source="ollama/ollama#4967",
)
def cuts_prompts(call: Call, proceed: Answering) -> Answer:
    """Shortens a prompt that does not fit instead of refusing it."""
    answer = proceed(call)
    if not answer.refuses_as(ProblemKind.TOO_LONG):
        return answer
    return proceed(_shortened(call, _FITTING))


@fault(
    "lim-wedged-after-bad-request",
    caught_by="limits.health.accepted",
    source="Blaizzy/mlx-vlm#1604",
)
def stays_down(call: Call, answer: Answer) -> Answer:
    """Fails at the call that comes after one with a NUL character."""
    before = call.earlier[-1].raw if call.earlier else b""
    if b"\\u0000" not in before:
        return answer
    return refused(call, Problem(ProblemKind.INTERNAL, "The worker is gone."))


@fault("lim-context-500", caught_by="limits.context", source="plausible")
def fails_on_long_prompts(call: Call, answer: Answer) -> Answer:
    """Fails at a chat prompt that does not fit."""
    if not call.is_chat or not answer.refuses_as(ProblemKind.TOO_LONG):
        return answer
    return refused(call, Problem(ProblemKind.INTERNAL, "The upstream failed."))
