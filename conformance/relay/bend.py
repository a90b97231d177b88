"""Bends: small changes to what the faithful relay does, one each.

A fault breaks one thing, and names the requirement that must notice. A variation
is legitimate, and nothing may notice it. Under a blank an effect cannot be seen, and
no requirement may pass as if it had been.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, partial
from importlib import import_module
from types import ModuleType
from typing import TypeAlias, TypedDict, Unpack

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.dialect import REFERENCE
from conformance.relay.discovery import defined_in

Answering: TypeAlias = Callable[[Call], Answer]
# Every bend has this form: it gets the call and what would answer it.
Around: TypeAlias = Callable[[Call, Answering], Answer]
OnAnswer: TypeAlias = Callable[[Call, Answer], Answer]
OnCall: TypeAlias = Callable[[Call], Call]

# Now, for an import hides whatever has the package's name in the package above:
# there, `faults` and `variations` are to be the functions below.
_FAULTS = import_module("conformance.relay.faults")
_VARIATIONS = import_module("conformance.relay.variations")
_BLANKS = import_module("conformance.relay.blanks")


class BendKind(StrEnum):
    """What a bend does to the contract: break it, keep it, or hide what it asks."""

    FAULT = "fault"
    VARIATION = "variation"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Bend:
    """A named bend, with the requirement that must notice it."""

    name: str
    kind: BendKind
    sentence: str
    function: Around
    # Where such a fault was seen: an issue of a public project, or `plausible`.
    source: str = ""
    caught_by: str = ""
    # Requirements that may notice as well.
    also: tuple[str, ...] = ()
    dialects: tuple[str, ...] = (REFERENCE,)
    # The chat model on which it shows; empty: the profile's own.
    model: str = ""
    # It shows only where the relay is reached at a public address.
    public: bool = False

    @property
    def rare(self) -> bool:
        """Whether only generated requests show it, and none of the written cases."""
        return self.caught_by.startswith("generated.")


class Facts(TypedDict, total=False):
    """The arguments of the decorators below."""

    source: str
    caught_by: str
    also: tuple[str, ...]
    dialects: tuple[str, ...]
    model: str
    public: bool


def fault(name: str, **facts: Unpack[Facts]) -> Callable[[OnAnswer], Bend]:
    """Makes a fault of a function that bends answers."""
    return lambda change: _of_answer(name, BendKind.FAULT, change, facts)


def request_fault(name: str, **facts: Unpack[Facts]) -> Callable[[OnCall], Bend]:
    """Makes a fault of a function that bends calls before they are looked at."""
    return lambda change: _of_call(name, BendKind.FAULT, change, facts)


def around_fault(name: str, **facts: Unpack[Facts]) -> Callable[[Around], Bend]:
    """Makes a fault of a function that decides itself how to answer."""
    return lambda change: _bend(name, BendKind.FAULT, change.__doc__, change, facts)


def deaf_fault(name: str, **facts: Unpack[Facts]) -> Callable[[OnCall], Bend]:
    """Makes a fault that changes calls, but only those that are valid as they came."""

    def bend(change: OnCall) -> Bend:
        around = partial(_unless_refused, change)
        return _bend(name, BendKind.FAULT, change.__doc__, around, facts)

    return bend


def _unless_refused(change: OnCall, call: Call, proceed: Answering) -> Answer:
    # Looked at twice, a call begins one task.
    answer = proceed(replace(call, tasks=call.tasks.copied()))
    return answer if answer.refuses else proceed(change(call))


def variation(name: str, **facts: Unpack[Facts]) -> Callable[[OnAnswer], Bend]:
    """Makes a variation of a function that bends answers."""
    return lambda change: _of_answer(name, BendKind.VARIATION, change, facts)


def request_variation(name: str, **facts: Unpack[Facts]) -> Callable[[OnCall], Bend]:
    """Makes a variation of a function that bends calls before they are looked at."""
    return lambda change: _of_call(name, BendKind.VARIATION, change, facts)


def around_variation(name: str, **facts: Unpack[Facts]) -> Callable[[Around], Bend]:
    """Makes a variation of a function that decides itself how to answer."""
    return lambda change: _bend(name, BendKind.VARIATION, change.__doc__, change, facts)


def blank(name: str) -> Callable[[Around], Bend]:
    """Makes a blank of a function that decides itself how to answer."""
    return lambda change: _bend(name, BendKind.BLANK, change.__doc__, change, {})


def _of_answer(name: str, kind: BendKind, change: OnAnswer, facts: Facts) -> Bend:
    def around(call: Call, proceed: Answering) -> Answer:
        return change(call, proceed(call))

    return _bend(name, kind, change.__doc__, around, facts)


def _of_call(name: str, kind: BendKind, change: OnCall, facts: Facts) -> Bend:
    def around(call: Call, proceed: Answering) -> Answer:
        return proceed(change(call))

    return _bend(name, kind, change.__doc__, around, facts)


def _bend(
    name: str, kind: BendKind, text: str | None, around: Around, facts: Facts
) -> Bend:
    sentence = (text or "").strip().partition("\n")[0]
    return Bend(name, kind, sentence, around, **facts)


@cache
def faults() -> tuple[Bend, ...]:
    """All faults, by name."""
    return _bends(_FAULTS, BendKind.FAULT)


@cache
def variations() -> tuple[Bend, ...]:
    """All variations, by name."""
    return _bends(_VARIATIONS, BendKind.VARIATION)


@cache
def blanks() -> tuple[Bend, ...]:
    """All blanks, by name."""
    return _bends(_BLANKS, BendKind.BLANK)


def _bends(package: ModuleType, kind: BendKind) -> tuple[Bend, ...]:
    bends = [bend for bend in defined_in(package, Bend) if bend.kind is kind]
    return tuple(sorted(bends, key=lambda bend: bend.name))
