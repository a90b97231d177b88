"""Faults that refuse good requests, without a word that would tell which part."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, Bend, around_fault
from conformance.relay.call import Call
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

Disliked: TypeAlias = Callable[[Call], bool]


def refusing(name: str, caught_by: str, *dialects: str) -> Callable[[Disliked], Bend]:
    """Makes a fault that refuses the good calls of which this is true."""
    shown_in = dialects or ("openai",)

    def fault_of(disliked: Disliked) -> Bend:
        around = partial(_unless_disliked, disliked)
        around.__doc__ = disliked.__doc__
        fault = around_fault(
            name, caught_by=caught_by, source="plausible", dialects=shown_in
        )
        return fault(around)

    return fault_of


def _unless_disliked(disliked: Disliked, call: Call, proceed: Answering) -> Answer:
    answer = proceed(call)
    if answer.refuses or not disliked(call):
        return answer
    # It names nothing: a refusal that does is no fault for most features.
    return refused(call, Problem(ProblemKind.INVALID, "Bad request."))
