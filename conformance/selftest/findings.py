"""What judging one bend led to, in short."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.core.exchange import Recording
from conformance.core.verdict import NotTestedReason, Verdict
from conformance.plugin.endings import ending
from conformance.selftest.failures import raised_at


@dataclass(frozen=True, slots=True)
class Judgement:
    """A requirement judged on a case: on which recording, and how that ended."""

    id: str
    case: str
    recording: Recording | None
    error: Exception | None
    # What the requirement was given, by the names of fixtures.
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """What judging one bend led to: violated ids, lost items, defects of ours."""

    violated: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    # The lines of requirements that raised a Violation.
    lines: frozenset[str] = frozenset()


def summary(judgements: Iterable[Judgement], own: Iterable[str] = ()) -> Findings:
    """What these judgements led to; `own` are folders of owners' requirements."""
    folders = tuple(own)
    violated: set[str] = set()
    lost: list[str] = []
    defects: list[str] = []
    lines: set[str] = set()
    for judgement in judgements:
        where, outcome = f"{judgement.id} on {judgement.case}", ending(judgement.error)
        if outcome is None:
            defects.append(f"{where}: {judgement.error!r}")
        elif outcome.lack is NotTestedReason.LOST:
            lost.append(f"{where}: {outcome.message}")
        elif outcome.verdict is Verdict.VIOLATED:
            violated.add(judgement.id)
            lines.add(raised_at(judgement.error, folders))
    return Findings(
        frozenset(violated), tuple(lost), tuple(defects), frozenset(lines - {""})
    )


def together(findings: Iterable[Findings]) -> Findings:
    """All these findings as one."""
    every = list(findings)
    return Findings(
        frozenset(id for each in every for id in each.violated),
        tuple(text for each in every for text in each.lost),
        tuple(text for each in every for text in each.defects),
        frozenset(line for each in every for line in each.lines),
    )
