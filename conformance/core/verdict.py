"""Outcomes of items, verdicts of requirements, and the state of a run."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum
from typing import Any

from conformance.core.exceptions import LossReason
from conformance.core.finding import Finding
from conformance.core.requirement import MUST, Level


class Verdict(StrEnum):
    """What is known of a requirement on a target."""

    VIOLATED = "violated"
    WAIVED = "waived"
    NOT_TESTED = "not-tested"
    INCONCLUSIVE = "inconclusive"
    PASS = "pass"
    NOT_APPLICABLE = "not-applicable"


class NotTestedReason(StrEnum):
    """Why something that applies was not tested."""

    NONE = ""
    LOST = "lost"  # the exchange could not be had: the run is incomplete
    BLOCKED = "blocked"  # another requirement's violation stands before it
    INSTRUMENT = "instrument"  # an optional instrument of the suite is missing


class ExitCode(IntEnum):
    """How a run ends: the exit code of the command."""

    CONFORMANT = 0
    VIOLATED = 1
    USAGE = 2
    INCOMPLETE = 3
    DEFECT = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item's result: requirement × case × target."""

    target: str
    requirement: str
    level: Level
    case: str
    verdict: Verdict
    message: str = ""
    expected: str = ""
    got: str = ""
    at: str = ""
    # Of a requirement that can be violated in several ways, which one it is.
    kind: str = ""
    recording: str = ""
    # Of a recording of several exchanges the one that shows a violation.
    step: str = ""
    curl: str = ""
    lack: NotTestedReason = NotTestedReason.NONE
    # Of what is lost, why.
    loss: LossReason = LossReason.UNSTATED
    # The fields of the request that may be to blame for a violation.
    about: tuple[str, ...] = ()
    # Which of the recording's exchanges show it, first the one that is shown.
    numbers: tuple[int, ...] = (0,)
    # What other answers violate it by, each by something else.
    more: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The outcome as plain data, to cross processes."""
        plain = asdict(self)
        return {n: str(v) if isinstance(v, str) else v for n, v in plain.items()}

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> "Outcome":
        """The outcome that `as_dict` wrote."""
        typed = {
            "level": Level(raw["level"]),
            "verdict": Verdict(raw["verdict"]),
            "lack": NotTestedReason(raw["lack"]),
            "loss": LossReason(raw["loss"]),
            "about": tuple(raw["about"]),
            "numbers": tuple(raw["numbers"]),
            "more": tuple(map(Finding.from_dict, raw["more"])),
        }
        return cls(**(raw | typed))


def findings_of(outcome: Outcome) -> tuple[Finding, ...]:
    """All that violates what an outcome is of; what it shows itself is first."""
    shown = {name: getattr(outcome, name) for name in Finding.__slots__}
    return (Finding(**shown), *outcome.more)


# Worst first. A blocked item says less than a sibling that was judged.
_ORDER: tuple[Callable[[Outcome], bool], ...] = (
    lambda o: o.verdict is Verdict.VIOLATED,
    lambda o: o.verdict is Verdict.WAIVED,
    lambda o: o.lack is NotTestedReason.LOST,
    lambda o: o.loss is LossReason.OWN_LIMIT,
    lambda o: o.verdict is Verdict.INCONCLUSIVE,
    lambda o: o.verdict is Verdict.PASS,
    lambda o: o.verdict is Verdict.NOT_TESTED,
)


def badness(outcome: Outcome) -> int:
    """The place of an outcome in the order of verdicts, worst first."""
    for place, belongs in enumerate(_ORDER):
        if belongs(outcome):
            return place
    return len(_ORDER)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome that decides the verdict of its requirement."""
    return min(outcomes, key=badness)


# How bad an end is: a defect of ours puts every other finding in doubt.
_WORST = (ExitCode.DEFECT, ExitCode.VIOLATED, ExitCode.INCOMPLETE, ExitCode.CONFORMANT)


def worst_end(ends: Iterable[ExitCode]) -> ExitCode:
    """How a run ends in which all this happened; INCOMPLETE if nothing did."""
    return min(ends, key=_WORST.index, default=ExitCode.INCOMPLETE)


def exit_code(deciding: Iterable[Outcome], waivers_hold: bool) -> ExitCode:
    """How judging one target with these deciding outcomes ends."""
    decided = list(deciding)
    if not waivers_hold or any(breaks(outcome) for outcome in decided):
        return ExitCode.VIOLATED
    return ExitCode.CONFORMANT if _looked_at(decided) else ExitCode.INCOMPLETE


def _looked_at(decided: list[Outcome]) -> bool:
    """Whether all that applies was judged, but for what instruments lack.

    What a limit of ours ended may be told by another run, with a higher one. What is
    blocked counts as looked at only beside the violation that blocks it, or
    beside what cannot be told of the same answers.
    """
    lacks = {outcome.lack for outcome in decided}
    limited = any(outcome.loss is LossReason.OWN_LIMIT for outcome in decided)
    verdicts = {outcome.verdict for outcome in decided}
    blocked = {o.case for o in decided if o.lack is NotTestedReason.BLOCKED}
    unclear = {o.case for o in decided if o.verdict is Verdict.INCONCLUSIVE}
    violated = bool(verdicts & {Verdict.VIOLATED, Verdict.WAIVED})
    judged = bool(verdicts - {Verdict.NOT_APPLICABLE, Verdict.NOT_TESTED})
    return (
        judged
        and not limited
        and NotTestedReason.LOST not in lacks
        and (violated or blocked <= unclear)
    )


def breaks(outcome: Outcome) -> bool:
    """Whether an outcome alone makes its target nonconformant."""
    return outcome.verdict is Verdict.VIOLATED and outcome.level is MUST
