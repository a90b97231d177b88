"""Causes of violations, as a report has them."""

from collections.abc import Iterable
from dataclasses import dataclass

from conformance.core.causes import Cause
from conformance.core.explanation import Bond
from conformance.core.requirement import Level
from conformance.core.verdict import Verdict
from conformance.reporting import findings
from conformance.reporting.document import (
    CauseRow,
    FoldedRow,
    Report,
    TargetRow,
    VerdictRow,
)


def rows(causes: Iterable[Cause]) -> list[CauseRow]:
    """Each cause, with the violations that it explains."""
    return [
        {
            "requirement": cause.requirement,
            "level": cause.level.value,
            "folded": [
                {
                    "requirement": fold.requirement,
                    "level": fold.level.value,
                    "by": fold.by,
                    "bond": fold.bond.value,
                }
                for fold in cause.folded
            ],
        }
        for cause in causes
    ]


def binding(target: TargetRow) -> int | None:
    """How many causes the violated MUSTs have; None where a report does not tell."""
    if "causes" not in target:
        return None
    return sum(cause["level"] == Level.MUST for cause in target["causes"])


def roots(target: TargetRow) -> dict[str, str]:
    """By each violation that another explains: its cause."""
    return {
        fold["requirement"]: cause["requirement"]
        for cause in target.get("causes", ())
        for fold in cause["folded"]
    }


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """A violation, with those that it explains."""

    verdict: VerdictRow
    folded: tuple["FoldedVerdict", ...] = ()


@dataclass(frozen=True, slots=True)
class FoldedVerdict:
    """A violation that another one explains."""

    verdict: VerdictRow
    fold: FoldedRow

    @property
    def why(self) -> str:
        """What explains it, and why that does."""
        return f"{self.fold['by']}, {words(self.fold['bond'])}"


def words(bond: str) -> str:
    """What two violations share; a word of a later version stands for itself."""
    return Bond(bond).words if bond in list(Bond) else bond


def groups(report: Report, target: TargetRow) -> list[CauseGroup]:
    """The violations on a target, the most binding first, with what they explain.

    In an older report each stands for itself.
    """
    every = findings.with_verdict(report, target, Verdict.VIOLATED)
    by_id = {verdict["requirement"]: verdict for verdict in every}
    below = {
        cause["requirement"]: tuple(
            FoldedVerdict(by_id[fold["requirement"]], fold)
            for fold in cause["folded"]
            if fold["requirement"] in by_id
        )
        for cause in target.get("causes", ())
        if cause["requirement"] in by_id
    }
    folded = {f.verdict["requirement"] for group in below.values() for f in group}
    return [
        CauseGroup(verdict, below.get(id, ()))
        for id, verdict in by_id.items()
        if id not in folded
    ]
