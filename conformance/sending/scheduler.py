"""Puts cases into the order in which they are recorded."""

from collections.abc import Iterable

from conformance.inputs.case import Case, Lane
from conformance.inputs.stimulus import ClientJourney, GeneratedRequests, WrittenSteps
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending.applicability import (
    is_probed,
    open_questions,
    optional_capabilities,
    wants_thinking,
)
from conformance.sending.manners import (
    MANNER,
    TOOLS_MANNER,
    may_use_tools,
    needs_manner,
)
from conformance.sending.models import MODELS_LIST, named_model

# No more are judged of a generated request, and sent on trial.
_CHECKS, _TRIALS = 8, 10
# Cheap exchanges that any target with a right key answers, tried in this order.
FIRST = ("chat/minimal", "completions/minimal", "models/list")


def schedule(names: Iterable[str], target: Target, suite: Suite) -> list[Case]:
    """The cases to record, first exchange first, each behind those it waits for."""
    names = dict.fromkeys(names)
    first = next((name for name in FIRST if name in names), None)
    order: dict[str, None] = {}
    for name in ([first] if first else []) + list(names):
        order |= dict.fromkeys((*needed(suite.cases[name], target, suite), name))
    return [suite.cases[name] for name in order]


def longest(order: Iterable[Case], target: Target) -> float:
    """The seconds that these cases may take, if each request takes its whole time."""
    requests = polled = 0
    for case in order:
        match case.stimulus:
            case WrittenSteps() as written:
                steps = target.steps(written)
                requests += len(steps)
                polled += sum(step.poll is not None for step in steps)
            case GeneratedRequests(examples=usual):
                settings = target.generation
                requests += 1 + settings.count(usual) + _CHECKS * settings.shrink
            case _:
                requests += _TRIALS
    return target.limits.longest(requests, polled)


def lanes(
    order: Iterable[Case], target: Target, suite: Suite
) -> tuple[list[Case], list[Case]]:
    """The cases that may run beside others, and those that run alone after them.

    What a case of the first kind waits for is one of them, whatever it says itself.
    """
    shared = [case for case in order if case.lane is Lane.SHARED]
    names = {
        name for case in shared for name in (case.name, *needed(case, target, suite))
    }
    return (
        [case for case in order if case.name in names],
        [case for case in order if case.name not in names],
    )


def needed(case: Case, target: Target, suite: Suite) -> tuple[str, ...]:
    """The cases that have to be recorded before `case` can be, in order."""
    questions = [c for c in open_questions(case, target, suite) if not c.costly]
    first = [name for c in questions for name in (c.case, c.thinking) if name]
    if any(not named_model(kind, target) for kind in case.models):
        first.append(MODELS_LIST)
    first += [name for name in (case.after, *case.beside) if name]
    if needs_manner(case, target) or wants_thinking(case, suite):
        first.append(MANNER)
    if may_use_tools(case, target):
        first.append(TOOLS_MANNER)
    if isinstance(case.stimulus, ClientJourney):
        first.append(MODELS_LIST)
    if isinstance(case.stimulus, ClientJourney | GeneratedRequests):
        optional = optional_capabilities(case, target, suite)
        probed = [c for c in optional if is_probed(c, target)]
        first += [name for c in probed for name in (c.case, c.thinking) if name]
    order: dict[str, None] = {}
    for name in first:
        if name != case.name and name in suite.cases:
            order |= dict.fromkeys((*needed(suite.cases[name], target, suite), name))
    return tuple(order)
