"""Faults of callers beside each other: answers and models of others."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, request_fault
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

# What a cache must not leave out of its keys.
_SHAPING = ("max_tokens", "max_completion_tokens", "stop", "n", "tool_choice")
# Short questions are not worth a place in the cache.
_WORTH = 300
_AT_ONCE = 0.5


def _asked(call: Call) -> str:
    """The text of a call's first message, if that is a plain one."""
    messages = call.fields.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    text = first.get("content") if isinstance(first, dict) else None
    return text if isinstance(text, str) else ""


def _key(call: Call) -> Object:
    return {name: v for name, v in call.fields.items() if name not in _SHAPING}


@around_fault(
    "sec-cache-key-too-narrow",
    caught_by="security.own-options",
    source="Continuum-AI-Corp/OrcaRouter-Lite#84",
)
def answers_from_cache(call: Call, proceed: Answering) -> Answer:
    """Answers a long question as it did before, whatever cap or choices are asked."""
    if not call.is_chat or len(_asked(call)) < _WORTH or call.streams:
        return proceed(call)
    alike = [one for one in call.earlier if one.is_chat and _key(one) == _key(call)]
    return proceed(alike[0] if alike else call)


@around_fault(
    "sec-cross-request-mix",
    caught_by="security.own-answer",
    source="QuantumNous/new-api#5445",
)
def mixes_callers_up(call: Call, proceed: Answering) -> Answer:
    """Gives the answer for a call that came at the same time and looks much alike."""
    others = [one for one in call.earlier if _look_alike(one, call)]
    return proceed(others[-1] if others else call)


def _look_alike(one: Call, other: Call) -> bool:
    first, second = _asked(one), _asked(other)
    alike = first != second and first[:-2] == second[:-2] and len(first) > len("Hello")
    return alike and other.received - one.received < _AT_ONCE


@request_fault(
    "sec-model-scope-ignored",
    caught_by="security.model-scope",
    source="diegosouzapw/OmniRoute#130",
)
def forgets_scope(call: Call) -> Call:
    """Serves every model to a key that is for some only."""
    return replace(call, scope=())


@around_fault(
    "sec-alike-refused",
    caught_by="security.alike.accepted",
    also=("chat.spelling",),
    source="plausible",
)
def refuses_alike(call: Call, proceed: Answering) -> Answer:
    """Refuses a long question that is asked again with another cap."""
    alike = [one for one in call.earlier if _key(one) == _key(call)]
    if not alike or len(_asked(call)) < _WORTH or call.streams:
        return proceed(call)
    message = "This request is being worked on."
    return refused(call, Problem(ProblemKind.INVALID, message)).with_status(409)
