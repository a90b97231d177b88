"""What the verdicts on one target add up to: conformant, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from conformance.core.requirement import Level
from conformance.core.verdict import (
    ExitCode,
    NotTestedReason,
    Outcome,
    Verdict,
    exit_code,
    worst,
)


class TargetState(StrEnum):
    """Where a target stands after a run."""

    CONFORMANT = "conformant"
    WAIVED = "waived"  # no MUST is violated, but by waivers: no certification
    INCOMPLETE = "incomplete"
    NOT_CONFORMANT = "not-conformant"


@dataclass(frozen=True, slots=True)
class RequirementVerdict:
    """The verdict of one requirement on one target, with the items behind it."""

    requirement: str
    deciding: Outcome
    items: tuple[Outcome, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of its items."""
        return self.deciding.verdict

    @property
    def level(self) -> Level:
        """How binding it is under the target's profile."""
        return self.deciding.level

    @property
    def lack(self) -> NotTestedReason:
        """Why it was not tested, where it applies."""
        return self.deciding.lack

    @property
    def area(self) -> str:
        """The first word of the requirement's id."""
        return self.requirement.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class StateCounts:
    """The numbers behind a state: how many requirements speak for and against it."""

    must_violated: int
    should_violated: int
    may_violated: int
    waived: int
    bad_waivers: int
    lost: int
    blocked: int


@dataclass(frozen=True)
class TargetVerdict:
    """All verdicts on one target, and why waivers of it do not hold."""

    verdicts: tuple[RequirementVerdict, ...]
    bad_waivers: tuple[str, ...] = ()

    @property
    def state(self) -> TargetState:
        """Where the target stands."""
        match self.exit_code:
            case ExitCode.VIOLATED:
                return TargetState.NOT_CONFORMANT
            case ExitCode.INCOMPLETE:
                return TargetState.INCOMPLETE
        return TargetState.WAIVED if self.counts.waived else TargetState.CONFORMANT

    @property
    def conformant(self) -> bool:
        """No MUST is violated or waived away, and everything was looked at."""
        return self.state is TargetState.CONFORMANT

    @property
    def strict(self) -> bool:
        """Conformant, and SHOULDs were judged, none of which is violated."""
        should = {v.verdict for v in self.verdicts if v.level is Level.SHOULD}
        kept = Verdict.PASS in should and Verdict.VIOLATED not in should
        return self.conformant and kept

    @cached_property
    def counts(self) -> StateCounts:
        """The numbers behind the state."""
        violated = [v.level for v in self.verdicts if v.verdict is Verdict.VIOLATED]
        lacks = [v.lack for v in self.verdicts]
        return StateCounts(
            must_violated=violated.count(Level.MUST),
            should_violated=violated.count(Level.SHOULD),
            may_violated=violated.count(Level.MAY),
            waived=sum(v.verdict is Verdict.WAIVED for v in self.verdicts),
            bad_waivers=len(self.bad_waivers),
            lost=lacks.count(NotTestedReason.LOST),
            blocked=lacks.count(NotTestedReason.BLOCKED),
        )

    @property
    def exit_code(self) -> ExitCode:
        """How a run on this target alone ends."""
        return exit_code((v.deciding for v in self.verdicts), not self.bad_waivers)


def by_requirement(outcomes: Iterable[Outcome]) -> tuple[RequirementVerdict, ...]:
    """The verdict of each requirement that these outcomes are of, sorted by id."""
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.requirement, []).append(outcome)
    return tuple(
        RequirementVerdict(id, worst(items), tuple(items))
        for id, items in sorted(grouped.items())
    )
