"""What became of one requirement on a target between two reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from conformance.core.requirement import MUST, SHOULD
from conformance.core.verdict import NotTestedReason, Verdict
from conformance.reporting.document import VerdictRow


class ChangeKind(StrEnum):
    """How a requirement changed; the first that fits."""

    NEW = "new"  # the old report did not have it: never counts as worse
    GONE = "gone"
    VIOLATED = "violated"  # it was not, before
    MENDED = "mended"  # violated before, and passes now
    CAPABILITY = "capability"  # the target offers now what it did not, or no longer
    CHANGED = "changed"  # any other verdict than before
    LEVEL = "level"  # the same verdict, more or less binding


@dataclass(frozen=True, slots=True)
class State:
    """What one report says of a requirement."""

    level: str
    verdict: str
    message: str
    lack: str

    @property
    def violated(self) -> bool:
        """Whether it was judged and did not hold, and no waiver accepts that."""
        return self.verdict == Verdict.VIOLATED

    @property
    def bars(self) -> bool:
        """Whether it alone keeps a target from being conformant."""
        open_ = self.lack in (NotTestedReason.LOST, NotTestedReason.BLOCKED)
        broken = self.violated and self.level == MUST
        return broken or open_ or self.verdict == Verdict.WAIVED


@dataclass(frozen=True, slots=True)
class Change:
    """One requirement of which two reports say different things."""

    requirement: str
    sentence: str
    kind: ChangeKind
    old: State | None
    new: State | None
    # Whether the target's owner states it.
    own: bool = False

    @property
    def name(self) -> str:
        """How it is called where it is shown."""
        return f"{self.requirement} (own)" if self.own else self.requirement

    @property
    def breaks(self) -> bool:
        """Whether a MUST is violated that was not violated before."""
        return self.kind is ChangeKind.VIOLATED and self._level == MUST

    @property
    def misses(self) -> bool:
        """Whether a SHOULD is violated that was not violated before."""
        return self.kind is ChangeKind.VIOLATED and self._level == SHOULD

    @property
    def _level(self) -> str:
        return self.new.level if self.new else ""


def changes(
    old: Mapping[str, VerdictRow], new: Mapping[str, VerdictRow]
) -> Iterator[Change]:
    """The changes between the verdicts of two reports, sorted by requirement."""
    for id in sorted(old.keys() | new.keys()):
        before, after = _state(old.get(id)), _state(new.get(id))
        kind = _kind(before, after)
        if kind is not None:
            row = new.get(id) or old[id]
            yield Change(id, row["sentence"], kind, before, after, "own" in row)


def _state(verdict: VerdictRow | None) -> State | None:
    if verdict is None:
        return None
    return State(
        verdict["level"], verdict["verdict"], verdict["message"], verdict["lack"]
    )


def _kind(old: State | None, new: State | None) -> ChangeKind | None:
    if old is None or new is None:
        return ChangeKind.NEW if old is None else ChangeKind.GONE
    if old.verdict != new.verdict:
        return _kind_of_verdict(old, new)
    return ChangeKind.LEVEL if old.level != new.level else None


def _kind_of_verdict(old: State, new: State) -> ChangeKind:
    if new.violated:
        return ChangeKind.VIOLATED
    if old.violated and new.verdict == Verdict.PASS:
        return ChangeKind.MENDED
    if Verdict.NOT_APPLICABLE in (old.verdict, new.verdict):
        return ChangeKind.CAPABILITY
    return ChangeKind.CHANGED
