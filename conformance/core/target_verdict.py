"""What the verdicts on one target add up to: conformant, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from conformance.core.causes import Cause, Explanations, causes, violated
from conformance.core.exceptions import LossReason
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
    PARTIAL = "partial"  # only a part was judged: nothing is said of the whole
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


@dataclass(frozen=True, slots=True)
class Scope:
    """Of how much the verdicts on a target are.

    `whole` is the number of requirements of its contract (None: unknown), `narrowed`
    whether some of them, or some of their cases, were left out.
    """

    whole: int | None
    narrowed: bool


# Why an exchange is missing of which the run had enough, not the target.
_CUT_SHORT = (
    LossReason.INTERRUPTED,
    LossReason.NOT_REACHED,
    LossReason.BUDGET_SPENT,
)


@dataclass(frozen=True)
class TargetVerdict:
    """All verdicts on one target, and why waivers of it do not hold.

    Without a scope they are on all that its contract asks. Without explanations nobody
    knows which violations explain others.
    """

    verdicts: tuple[RequirementVerdict, ...]
    bad_waivers: tuple[str, ...] = ()
    scope: Scope | None = None
    explanations: Explanations | None = None

    @property
    def whole(self) -> int | None:
        """How many requirements there are to judge; None if that is unknown."""
        return self.scope.whole if self.scope else len(self.verdicts)

    @cached_property
    def judged(self) -> int:
        """How many requirements were looked at."""
        return sum(v.verdict is not Verdict.NOT_TESTED for v in self.verdicts)

    @cached_property
    def cut_short(self) -> int:
        """How many requirements the run ended before, or had no budget for."""
        return sum(v.deciding.loss in _CUT_SHORT for v in self.verdicts)

    @cached_property
    def partial(self) -> bool:
        """Whether only a part was judged, by the user's choice or for lack of time."""
        items = (item for v in self.verdicts for item in v.items)
        narrowed = self.scope is not None and self.scope.narrowed
        return narrowed or any(item.loss in _CUT_SHORT for item in items)

    @property
    def state(self) -> TargetState:
        """Where the target stands."""
        if self.partial:
            return TargetState.PARTIAL
        match self.exit_code:
            case ExitCode.VIOLATED:
                return TargetState.NOT_CONFORMANT
            case ExitCode.INCOMPLETE:
                return TargetState.INCOMPLETE
        return TargetState.WAIVED if self.counts.waived else TargetState.CONFORMANT

    @property
    def conformant(self) -> bool | None:
        """No MUST is violated or waived away, and everything was looked at.

        None where only a part was judged: that tells nothing of the whole.
        """
        return None if self.partial else self.state is TargetState.CONFORMANT

    @property
    def strict(self) -> bool | None:
        """Conformant, and SHOULDs were judged, none of which is violated.

        None where only a part was judged.
        """
        if self.conformant is None:
            return None
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

    @cached_property
    def causes(self) -> tuple[Cause, ...] | None:
        """The violations that no other explains, the most binding first.

        None where that is not known.
        """
        if self.explanations is None:
            return None
        violations = [
            violated(v.requirement, v.level, v.items)
            for v in self.verdicts
            if v.verdict is Verdict.VIOLATED
        ]
        order = list(Level)
        unsorted = causes(violations, self.explanations)
        return tuple(sorted(unsorted, key=lambda cause: order.index(cause.level)))

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
