"""Faults of input handling that only an unusual request shows, in few words."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias, TypeGuard
from unicodedata import category

from conformance.relay.answer import Answer
from conformance.relay.bend import (
    Answering,
    Around,
    Bend,
    OnCall,
    around_fault,
    request_fault,
)
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.json_text import Json
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

Odd: TypeAlias = Callable[[Call], bool]
Making: TypeAlias = Callable[[Odd], Bend]
Scope: TypeAlias = Callable[[Answer], bool]
Instead: TypeAlias = Callable[[Call, Answer], Answer]
# Control characters that every text may have.
_USUAL = "\n\r\t"


def good_fails(name: str, dialect: str = "openai") -> Making:
    """Makes a fault that answers a good call of this kind with status 500."""
    return _instead(name, "generated.no-5xx", dialect, _is_good, _broken)


def good_hangs(name: str, dialect: str = "openai") -> Making:
    """Makes a fault that ends the connection on a good call of this kind."""
    fault_of = _instead(name, "generated.answered", dialect, _is_good, _hung)
    # No exchange may end so, be it generated or not.
    return lambda odd: replace(fault_of(odd), also=("http.answered",))


def good_refused(name: str, dialect: str = "openai") -> Making:
    """Makes a fault that refuses a good call of this kind without saying why."""
    return refusing(name, "generated.accepted", dialect)


def bad_fails(name: str) -> Making:
    """Makes a fault that answers a bad call of this kind with status 500."""
    return _instead(name, "generated.no-5xx", "openai", _is_bad, _broken)


def bad_unanswered(name: str) -> Making:
    """Makes a fault that answers what no client sends with status 500."""
    return _instead(name, "generated.refused", "openai", _is_bad, _broken)


def bad_taken(name: str, dialect: str = "openai") -> Callable[[OnCall], Bend]:
    """Makes a fault that reads a bad call as the good one it is changed to."""
    return request_fault(
        name, caught_by="generated.refused", source="plausible", dialects=(dialect,)
    )


def _instead(
    name: str, caught_by: str, dialect: str, scope: Scope, instead: Instead
) -> Making:
    def fault_of(odd: Odd) -> Bend:
        fault = around_fault(
            name, caught_by=caught_by, source="plausible", dialects=(dialect,)
        )
        return fault(_where(odd, scope, instead))

    return fault_of


def _where(odd: Odd, scope: Scope, instead: Instead) -> Around:
    def around(call: Call, proceed: Answering) -> Answer:
        answer = proceed(call)
        # In this order: what is odd about a call may be judged on good ones only.
        return instead(call, answer) if scope(answer) and odd(call) else answer

    around.__doc__ = odd.__doc__
    return around


def _is_good(answer: Answer) -> bool:
    return not answer.refuses


def _is_bad(answer: Answer) -> bool:
    return answer.refuses_as(ProblemKind.INVALID, ProblemKind.MALFORMED)


def _broken(call: Call, answer: Answer) -> Answer:
    return refused(call, Problem(ProblemKind.INTERNAL, "The server had an error."))


def _hung(call: Call, answer: Answer) -> Answer:
    return replace(answer, hangs_up=True)


def is_whole(value: Json) -> TypeGuard[int]:
    """Whether a value is an integer; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Json) -> TypeGuard[int | float]:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def stops_of(call: Call) -> list[Json]:
    """The stop texts of a call as a list, whatever they are."""
    stop = call.fields.get("stop")
    return stop if isinstance(stop, list) else [stop]


def texts_of(call: Call) -> str:
    """All that the messages, the prompt or the input of a call say."""
    fields = [call.fields.get(name) for name in ("messages", "prompt", "input")]
    return "\n".join(_texts(fields))


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def embeddings_input(call: Call) -> Json:
    """What is to be embedded; None in a call of another route."""
    asks = call.method == "POST" and call.route == "/embeddings"
    return call.fields.get("input") if asks else None


def has_category(text: str, kind: str) -> bool:
    """Whether a text has an unusual character of a category of Unicode."""
    return any(category(c) == kind for c in text if c not in _USUAL)
