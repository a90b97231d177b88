"""What the page shows of a report, in the order in which people care."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from conformance.core.requirement import Level
from conformance.core.verdict import Verdict
from conformance.reporting import causes, findings
from conformance.reporting.document import (
    Report,
    TargetRow,
    VerdictRow,
    verdicts_on,
)
from conformance.reporting.own import OwnState, is_apart
from conformance.reporting.words import (
    IMPORTANCE,
    MARKS,
    Mark,
    mark_of,
    state_words,
)

# Many requirements have these for one and the same reason, which then stands above.
_FOR_A_REASON = (Mark.NOT_TESTED, Mark.INCONCLUSIVE, Mark.NOT_APPLICABLE)
# More than these nobody reads; the evidence below has each.
_ALSO = 20
# The looks of states, the one with most to do first.
_LOOKS = ("bad", "warn", "partly", "good")
_CALM = ("partly", "good")


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A requirement on a target; `mark` is how the page marks it, `id` its anchor."""

    id: str
    mark: Mark
    verdict: VerdictRow
    # What explains it, in two parts; empty if nothing does.
    cause: str = ""
    follows: str = ""
    # The rows that it explains.
    folded: tuple["RequirementRow", ...] = ()

    @property
    def also(self) -> list[str]:
        """What else violates it, besides what is shown."""
        return findings.also(self.verdict, _ALSO) if self.violated else []

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was expected, what came, and where."""
        return findings.facts(self.verdict)

    @property
    def advice(self) -> list[tuple[str, str]]:
        """What it does to clients, and how to mend it."""
        return findings.advice(self.verdict)

    @property
    def violated(self) -> bool:
        """Whether it did not hold, waived or not."""
        return self.verdict["verdict"] in (Verdict.VIOLATED, Verdict.WAIVED)

    @property
    def cases(self) -> list[str]:
        """The cases it was judged on."""
        return [item["case"] for item in self.verdict["items"]]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows with the same mark; with a reason if they share one.

    Below a row of violations are those that it explains, which may have another mark.
    """

    mark: Mark
    reason: str
    rows: tuple[RequirementRow, ...]

    @property
    def number(self) -> int:
        """How many rows there are with its mark, those below others among them."""
        below = [fold for row in self.rows for fold in row.folded]
        return sum(row.mark is self.mark for row in (*self.rows, *below))

    @property
    def causes(self) -> int:
        """How many causes these violations have; 0 where each is its own."""
        return len(self.rows) if any(row.folded for row in self.rows) else 0


@dataclass(frozen=True, slots=True)
class Tile:
    """An area on the map: how many of its requirements have which mark."""

    area: str
    rows: tuple[RequirementRow, ...]

    @property
    def counts(self) -> dict[Mark, int]:
        """The number of rows with each mark."""
        return counted(self.rows)


@dataclass(frozen=True, slots=True)
class View:
    """A target with its rows; `number` tells it from the others."""

    number: int
    target: TargetRow
    rows: tuple[RequirementRow, ...]

    @property
    def look(self) -> str:
        """How it looks at first sight: good, bad, or worth a look."""
        broken = self.target["counts"]["must_violated"]
        look = state_words(self.target["state"], broken).look
        beside = self.target["own"]["state"] if "own" in self.target else OwnState.KEPT
        return "warn" if beside != OwnState.KEPT and look in _CALM else look

    @property
    def headline(self) -> str:
        """State and detail in one line."""
        return f"{self.target['headline']}, {self.target['detail']}"

    @property
    def counts(self) -> dict[Mark, int]:
        """The number of rows with each mark."""
        return counted(self.rows)

    @property
    def apart(self) -> tuple[RequirementRow, ...]:
        """The requirements of its owner that say nothing of its contract."""
        return tuple(row for row in self.rows if is_apart(row.verdict))

    @property
    def levels(self) -> list[tuple[str, dict[Mark, int]]]:
        """The counts for each level at which its contract has requirements."""
        rows = [r for r in self.rows if not is_apart(r.verdict)]
        by_level = [
            (level.value, counted(r for r in rows if r.verdict["level"] == level))
            for level in Level
        ]
        return [(level, counts) for level, counts in by_level if counts]

    @property
    def tiles(self) -> list[Tile]:
        """The map: its areas by name."""
        areas = sorted({row.verdict["area"] for row in self.rows})
        return [
            Tile(area, tuple(r for r in self.rows if r.verdict["area"] == area))
            for area in areas
        ]

    @property
    def groups(self) -> list[Group]:
        """The list: what is worst first, and by reason where there is one."""
        return [group for mark in IMPORTANCE for group in self._of(mark)]

    def _of(self, mark: Mark) -> Iterator[Group]:
        rows = [row for row in self.rows if row.mark is mark and not row.follows]
        if mark not in _FOR_A_REASON:
            if rows:
                yield Group(mark, "", tuple(rows))
            return
        by_reason: dict[str, list[RequirementRow]] = {}
        for row in rows:
            by_reason.setdefault(row.verdict["message"], []).append(row)
        for reason, sharing in sorted(by_reason.items(), key=_most_frequent):
            yield Group(mark, reason, tuple(sharing))


def views(report: Report) -> list[View]:
    """Each target of a report, with the rows of its verdicts, worst first."""
    return [
        View(number, target, tuple(_rows(report, target, number)))
        for number, target in enumerate(report["targets"])
    ]


def _rows(report: Report, target: TargetRow, number: int) -> list[RequirementRow]:
    own = verdicts_on(report, target["name"])
    rows = {verdict["requirement"]: _row(verdict, number) for verdict in own}
    for group in causes.groups(report, target):
        for folded in group.folded:
            id, fold = folded.verdict["requirement"], folded.fold
            follows = causes.words(fold["bond"])
            rows[id] = replace(rows[id], cause=fold["by"], follows=follows)
        below = tuple(rows[f.verdict["requirement"]] for f in group.folded)
        id = group.verdict["requirement"]
        rows[id] = replace(rows[id], folded=below)
    return sorted(rows.values(), key=_importance)


def names(views: Iterable[View]) -> Mapping[tuple[str, str], str]:
    """The row of each target and requirement."""
    return {
        (row.verdict["target"], row.verdict["requirement"]): row.id
        for view in views
        for row in view.rows
    }


def first(views: Sequence[View]) -> int:
    """The target that is shown first: the one with most to do."""
    numbers = range(len(views))
    return min(numbers, key=lambda n: _LOOKS.index(views[n].look), default=0)


def counted(rows: Iterable[RequirementRow]) -> dict[Mark, int]:
    """How many rows there are with each mark, without those that no row has."""
    marks = [row.mark for row in rows]
    return {mark: marks.count(mark) for mark in IMPORTANCE if mark in marks}


def phrases(counts: Mapping[Mark, int]) -> list[tuple[Mark, int, str]]:
    """Counts as parts of a sentence, `3 violated, 20 passed`: mark, number, phrase."""
    marks: dict[str, Mark] = {}
    for mark in counts:
        marks.setdefault(MARKS[mark].phrase, mark)
    return [
        (mark, sum(n for m, n in counts.items() if MARKS[m].phrase == phrase), phrase)
        for phrase, mark in marks.items()
    ]


def link(url: str) -> str:
    """An address that may be followed: nothing but the web."""
    return url if re.match(r"https?://", url) else ""


def _row(verdict: VerdictRow, number: int) -> RequirementRow:
    beside = f"~{number + 1}" if number else ""
    mark = mark_of(verdict["level"], verdict["verdict"])
    return RequirementRow(f"{verdict['requirement']}{beside}", mark, verdict)


def _importance(row: RequirementRow) -> tuple[int, int, str]:
    level = list(Level).index(Level(row.verdict["level"]))
    return IMPORTANCE.index(row.mark), level, row.verdict["requirement"]


def _most_frequent(reason: tuple[str, list[RequirementRow]]) -> tuple[int, str]:
    return -len(reason[1]), reason[0]
