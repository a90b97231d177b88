"""Faults of chat answers: how much a model is to think."""

import json
from dataclasses import replace
from hashlib import sha256

from conformance.core.refusal import EFFORT, EFFORTS
from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import Answering, around_fault, deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults._refusals import with_message
from conformance.relay.faults.chat._documents import thinks
from conformance.relay.json_text import Object
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import on_key, put

_LEAST_BUDGET = 1024


@fault(
    "reason-effort-500",
    caught_by="chat.reasoning.effort.unknown",
    source="BerriAI/litellm#27050",
    model="thinker-5",
)
def fails_at_an_unknown_effort(call: Call, answer: Answer) -> Answer:
    """Answers an effort that there is not with a 500."""
    return answer if _effort(call) in ("", *EFFORTS) else _failure(call)


@fault(
    "reason-effort-max-500",
    caught_by="chat.reasoning.effort.documented",
    source="plausible",
    model="thinker-5",
)
def fails_at_the_highest_effort(call: Call, answer: Answer) -> Answer:
    """Answers the effort `max`, which the model does not take, with a 500."""
    return _failure(call) if _effort(call) == "max" else answer


@fault(
    "reason-effort-list-untrue",
    caught_by="chat.reasoning.effort.listed",
    source="mistralai/mistral-vibe#1117",
    model="thinker-5",
)
def lists_too_much(call: Call, answer: Answer) -> Answer:
    """Lists, among the efforts to choose from, one that the model does not take."""
    if not (_effort(call) and answer.refuses and answer.problem):
        return answer
    said = answer.problem.message
    return with_message(answer, said.replace("'high'", "'high', 'xhigh'"))


@fault(
    "reason-effort-nameless",
    caught_by="chat.reasoning.effort.named",
    source="plausible",
    model="thinker-5",
)
def refuses_without_a_name(call: Call, answer: Answer) -> Answer:
    """Refuses an effort that there is not without saying that it is the effort."""
    if not answer.refuses or _effort(call) in ("", *EFFORTS):
        return answer
    nameless = with_message(answer, "Invalid value.")
    return nameless.map_json(on_key("error", put(param=None)))


@deaf_fault(
    "reason-cache-ignores-effort",
    caught_by="chat.reasoning.cache",
    source="plausible",
    model="thinker-5",
)
def caches_without_the_effort(call: Call) -> Call:
    """Answers from a cache that takes all efforts for the same."""
    if not _effort(call) or call.streams:
        return call
    same = call.without_fields(EFFORT)
    return replace(same, id_seed=_key(same.fields))


@around_fault(
    "reason-cap-below-budget",
    caught_by="chat.reasoning.budget",
    source="BerriAI/litellm#38836",
    model="thinker-5",
)
def reckons_with_a_budget(call: Call, proceed: Answering) -> Answer:
    """Makes the least budget of an effort, even where the cap is not above it.

    Below that cap it makes none.
    """
    if not _effort(call) or call.fields.get("max_completion_tokens") != _LEAST_BUDGET:
        return proceed(call)
    text = "`max_tokens` must be greater than `thinking.budget_tokens`."
    return refused(call, Problem(ProblemKind.INVALID, text))


def _effort(call: Call) -> str:
    """The effort that a model which thinks is asked for; empty if none is."""
    effort = call.fields.get(EFFORT)
    return effort if thinks(call) and isinstance(effort, str) else ""


def _key(fields: Object) -> str:
    return sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _failure(call: Call) -> Answer:
    body = {"error": {"message": "Internal error", "type": "server_error"}}
    return json_answer(body, 500).with_headers({"x-request-id": call.request_id})
