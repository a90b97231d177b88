"""What a run found out: outcomes gathered into verdicts, and what they add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conformance.core.requirement import Level
from conformance.core.verdict import (
    ExitCode,
    Outcome,
    Verdict,
    breaks,
    exit_code,
    worst,
)
from conformance.inputs.target import Target


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdict of one requirement on one target, with the items behind it."""

    target: Target
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
    def area(self) -> str:
        """The first word of the requirement's id."""
        return self.requirement.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Usage:
    """What judging one target cost."""

    requests: int = 0
    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    bytes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """One target with all its verdicts and waivers."""

    target: Target
    verdicts: tuple[Verdicts, ...]
    bad_waivers: tuple[str, ...]
    usage: Usage = Usage()

    @property
    def conformant(self) -> bool:
        """No MUST is violated or waived away, and everything was looked at."""
        clean = not any(breaks(v.deciding) for v in self.verdicts)
        return clean and not self.bad_waivers and not self.waived and self._complete

    @property
    def strict(self) -> bool:
        """Conformant, and SHOULDs were judged, none of which is violated."""
        should = [v.verdict for v in self.verdicts if v.level is Level.SHOULD]
        return (
            self.conformant
            and Verdict.PASS in should
            and Verdict.VIOLATED not in should
        )

    @property
    def waived(self) -> bool:
        """Whether a waiver hides a violation: that bars certification."""
        return any(v.verdict is Verdict.WAIVED for v in self.verdicts)

    @property
    def exit_code(self) -> ExitCode:
        """How a run on this target alone ends."""
        return exit_code((v.deciding for v in self.verdicts), not self.bad_waivers)

    @property
    def _complete(self) -> bool:
        return self.exit_code is not ExitCode.INCOMPLETE


def judged(
    target: Target, outcomes: Iterable[Outcome], today: date, usage: Usage
) -> Judged:
    """The verdicts of one target, with its waivers put to the test."""
    by_id: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_id.setdefault(outcome.requirement, []).append(outcome)
    verdicts = tuple(
        Verdicts(target, id, worst(items), tuple(items))
        for id, items in sorted(by_id.items())
    )
    return Judged(target, verdicts, tuple(_bad_waivers(target, verdicts, today)), usage)


def _bad_waivers(
    target: Target, verdicts: Sequence[Verdicts], today: date
) -> Iterable[str]:
    """Why waivers do not hold: expired, or no longer needed."""
    by_id = {v.requirement: v for v in verdicts}
    for waiver in target.waivers:
        found = by_id.get(waiver.requirement)
        if not waiver.valid_on(today):
            yield f"the waiver for {waiver.requirement} expired on {waiver.until}"
        elif found is not None and found.verdict is Verdict.PASS:
            yield f"the waiver for {waiver.requirement} is stale: it passes; remove it"


def waive(outcome: Outcome, target: Target, today: date) -> Outcome:
    """The outcome, waived if it is violated and a valid waiver accepts that."""
    accepted = any(
        w.requirement == outcome.requirement and w.valid_on(today)
        for w in target.waivers
    )
    if outcome.verdict is Verdict.VIOLATED and accepted:
        return replace(outcome, verdict=Verdict.WAIVED)
    return outcome
