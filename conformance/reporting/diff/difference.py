"""Holds a report against an earlier one: what got better, and what got worse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import click

from conformance.core.requirement import Level
from conformance.formats.escape import count, short
from conformance.reporting.diff.change import Change, ChangeKind, changes
from conformance.reporting.document import Report, TargetRow, VerdictRow, verdicts_on

FORM = "relaycert/diff/1"


class Strictness(Enum):
    """What counts as worse: a MUST alone, or a SHOULD too."""

    CONFORMANT = "conformant"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class TargetDiff:
    """What changed on one target."""

    name: str
    old: TargetRow
    new: TargetRow
    changes: tuple[Change, ...]

    def of(self, kind: ChangeKind) -> list[Change]:
        """The changes of one kind, the most binding first."""
        own = [change for change in self.changes if change.kind is kind]
        return sorted(own, key=_binding)

    def worse(self, bar: Strictness) -> list[str]:
        """Each reason why the target got worse; empty if it did not."""
        broken = sum(change.breaks for change in self.changes)
        missed = sum(change.misses for change in self.changes)
        reasons = [f"{count(broken, 'MUST')} newly violated"] if broken else []
        if not broken and self._lost:
            reasons.append("no longer conformant")
        if missed and bar is Strictness.STRICT:
            reasons.append(f"{count(missed, 'SHOULD')} newly violated")
        return reasons

    @property
    def partial(self) -> bool:
        """Whether one of the reports is on a part alone."""
        return self.old["scope"]["partial"] or self.new["scope"]["partial"]

    @property
    def fate(self) -> str:
        """How it stands if it did not get worse."""
        return "not worse in the part that was judged" if self.partial else "not worse"

    @property
    def _lost(self) -> bool:
        """Whether it was conformant, and is not by more than the suite's own change.

        A requirement that is new, or more binding than it was, is no fault of the
        target's: its answer may always have been the same.
        """
        # Of a part nobody knows; what is violated in it counts by itself.
        if not self.old["conformant"] or self.new["conformant"] is not False:
            return False
        barring = [c for c in self.changes if c.new is not None and c.new.bars]
        ours = [c.kind in (ChangeKind.NEW, ChangeKind.LEVEL) for c in barring]
        return bool(self.new["bad_waivers"]) or not ours or not all(ours)


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two reports."""

    old: Report
    new: Report
    targets: tuple[TargetDiff, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]

    def worse(self, bar: Strictness) -> bool:
        """Whether any target got worse."""
        return any(target.worse(bar) for target in self.targets)


def diff(old: Report, new: Report) -> Diff:
    """What changed from the old report to the new; UsageError if nothing matches."""
    before, after = _by_name(old), _by_name(new)
    pairs = _pairs(before, after)
    matched = tuple(
        TargetDiff(
            now["name"],
            was,
            now,
            tuple(changes(_verdicts(old, was), _verdicts(new, now))),
        )
        for was, now in pairs
    )
    return Diff(
        old,
        new,
        matched,
        tuple(name for name in before if name not in {was["name"] for was, _ in pairs}),
        tuple(name for name in after if name not in {now["name"] for _, now in pairs}),
    )


def _pairs(
    before: Mapping[str, TargetRow], after: Mapping[str, TargetRow]
) -> Sequence[tuple[TargetRow, TargetRow]]:
    """The targets by name; two that are alone belong together, whatever their names."""
    if len(before) == len(after) == 1:
        return list(zip(before.values(), after.values(), strict=True))
    pairs = [(before[name], now) for name, now in after.items() if name in before]
    if not pairs:
        raise click.UsageError(
            f"No target is in both reports. The old one has {_listed(before)}, the "
            f"new one {_listed(after)}: give a target the same `name` in its file."
        )
    return pairs


def _listed(names: Mapping[str, TargetRow]) -> str:
    return ", ".join(short(name, 60) for name in names)


def _by_name(report: Report) -> dict[str, TargetRow]:
    return {target["name"]: target for target in report["targets"]}


def _verdicts(report: Report, target: TargetRow) -> dict[str, VerdictRow]:
    own = verdicts_on(report, target["name"])
    return {verdict["requirement"]: verdict for verdict in own}


def _binding(change: Change) -> tuple[int, str]:
    stated = change.new or change.old
    level = Level(stated.level) if stated else Level.MAY
    return list(Level).index(level), change.requirement
