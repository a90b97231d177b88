"""Waivers: violations that a target's owner accepts until a date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from conformance.core.causes import Explanations
from conformance.core.target_verdict import (
    RequirementVerdict,
    Scope,
    TargetVerdict,
    by_requirement,
)
from conformance.core.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted violation of one requirement, with the reason and the last day."""

    requirement: str
    reason: str
    until: date

    def valid_on(self, day: date) -> bool:
        """Whether it still holds on `day`."""
        return day <= self.until


def waiver_of(row: Mapping[str, str], where: str) -> Waiver:
    """The waiver that a row of a file describes."""
    try:
        until = date.fromisoformat(row["until"])
    except ValueError:
        raise pytest.UsageError(
            f"{where}: `until = {row['until']}` is not a date. Write one as 2026-12-31."
        ) from None
    return Waiver(row["requirement"], row["reason"], until)


def waive(outcome: Outcome, waivers: Iterable[Waiver], today: date) -> Outcome:
    """The outcome, waived if it is violated and a valid waiver accepts that."""
    accepted = any(
        waiver.requirement == outcome.requirement and waiver.valid_on(today)
        for waiver in waivers
    )
    if outcome.verdict is Verdict.VIOLATED and accepted:
        return replace(outcome, verdict=Verdict.WAIVED)
    return outcome


def bad_waivers(
    waivers: Iterable[Waiver], verdicts: Sequence[RequirementVerdict], today: date
) -> Iterator[str]:
    """Why waivers do not hold: expired, or no longer needed."""
    by_id = {v.requirement: v.verdict for v in verdicts}
    for waiver in waivers:
        if not waiver.valid_on(today):
            yield f"the waiver for {waiver.requirement} expired on {waiver.until}"
        elif by_id.get(waiver.requirement) is Verdict.PASS:
            yield f"the waiver for {waiver.requirement} is stale: it passes; remove it"


def target_verdict(
    outcomes: Iterable[Outcome],
    waivers: Iterable[Waiver],
    today: date,
    scope: Scope | None = None,
    explanations: Explanations | None = None,
) -> TargetVerdict:
    """What these outcomes on one target add up to, with its waivers checked."""
    verdicts = by_requirement(outcomes)
    reasons = tuple(bad_waivers(waivers, verdicts, today))
    return TargetVerdict(verdicts, reasons, scope, explanations)
