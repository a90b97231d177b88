"""What the page shows of a report, in the order in which people care."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.core.requirement import Level
from conformance.core.verdict import Verdict
from conformance.reporting import findings

Found = dict[str, Any]

TITLES = {
    "must": "Violated MUST",
    "should": "Violated SHOULD",
    "may": "Violated MAY",
    "waived": "Waived",
    "not-tested": "Not tested",
    "inconclusive": "Inconclusive",
    "pass": "Passed",
    "not-applicable": "Not applicable",
}
# The same within a sentence.
SHORT = {
    "must": "violated",
    "should": "violated",
    "may": "violated",
    "waived": "waived",
    "not-tested": "not tested",
    "inconclusive": "inconclusive",
    "pass": "passed",
    "not-applicable": "n.a.",
}
# Many requirements have these for one and the same reason, which then stands above.
_FOR_A_REASON = ("not-tested", "inconclusive", "not-applicable")


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A requirement on a target; `kind` is how the page marks it, `id` its anchor."""

    id: str
    kind: str
    found: Found

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was expected, what came, and where."""
        return findings.facts(self.found)

    @property
    def violated(self) -> bool:
        """Whether it did not hold, waived or not."""
        return self.found["verdict"] in (Verdict.VIOLATED, Verdict.WAIVED)

    @property
    def cases(self) -> list[str]:
        """The cases it was judged on."""
        return [item["case"] for item in self.found["items"]]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind; with a reason if they share one."""

    kind: str
    reason: str
    rows: tuple[RequirementRow, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """An area on the map: how many of its requirements have which mark."""

    area: str
    rows: tuple[RequirementRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each kind that there is."""
        return counted(self.rows)


@dataclass(frozen=True, slots=True)
class View:
    """A target with its rows; `number` tells it from the others."""

    number: int
    target: Found
    rows: tuple[RequirementRow, ...]

    @property
    def state(self) -> str:
        """How it looks at first sight: good, bad, or worth a look."""
        missed = self.target["summary"]["levels"]["MUST"]["violated"]
        if missed or self.target["bad_waivers"]:
            return "bad"
        return "good" if self.target["conformant"] else "warn"

    @property
    def headline(self) -> tuple[str, str]:
        """The conclusion as a headline, and what follows it."""
        head, *rest = re.split(r"[:,;] ", self.target["conclusion"], maxsplit=1)
        return head.capitalize(), "".join(rest)

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each kind that there is."""
        return counted(self.rows)

    @property
    def levels(self) -> list[tuple[str, dict[str, int]]]:
        """The counts for each level that has requirements."""
        by_level = [
            (level.value, counted(r for r in self.rows if r.found["level"] == level))
            for level in Level
        ]
        return [(level, counts) for level, counts in by_level if counts]

    @property
    def tiles(self) -> list[Tile]:
        """The map: its areas by name."""
        areas = sorted({row.found["area"] for row in self.rows})
        return [
            Tile(area, tuple(r for r in self.rows if r.found["area"] == area))
            for area in areas
        ]

    @property
    def groups(self) -> list[Group]:
        """The list: what is worst first, and by reason where there is one."""
        return [group for kind in TITLES for group in self._of(kind)]

    def _of(self, kind: str) -> Iterator[Group]:
        rows = [row for row in self.rows if row.kind == kind]
        if kind not in _FOR_A_REASON:
            if rows:
                yield Group(kind, "", tuple(rows))
            return
        by_reason: dict[str, list[RequirementRow]] = {}
        for row in rows:
            by_reason.setdefault(row.found["message"], []).append(row)
        for reason, sharing in sorted(by_reason.items(), key=_most_frequent):
            yield Group(kind, reason, tuple(sharing))


def views(report: Found) -> list[View]:
    """Each target of a report, with the rows of its verdicts, worst first."""
    made = []
    for number, target in enumerate(report["targets"]):
        own = [v for v in report["verdicts"] if v["target"] == target["name"]]
        rows = sorted((_row(found, number) for found in own), key=_importance)
        made.append(View(number, target, tuple(rows)))
    return made


def names(seen: Iterable[View]) -> Mapping[tuple[str, str], str]:
    """The row of each target and requirement."""
    return {
        (row.found["target"], row.found["requirement"]): row.id
        for view in seen
        for row in view.rows
    }


def first(seen: Sequence[View]) -> int:
    """The target that is shown first: the one with most to do."""
    order = ("bad", "warn", "good")
    return min(range(len(seen)), key=lambda n: order.index(seen[n].state), default=0)


def counted(rows: Iterable[RequirementRow]) -> dict[str, int]:
    """How many rows there are of each kind, without the kinds there are none of."""
    kinds = [row.kind for row in rows]
    return {kind: kinds.count(kind) for kind in TITLES if kind in kinds}


def told(counts: Mapping[str, int]) -> list[tuple[str, int, str]]:
    """Counts as the parts of a phrase, `3 violated, 20 passed`: kind, number, word."""
    kinds: dict[str, str] = {}
    for kind in counts:
        kinds.setdefault(SHORT[kind], kind)
    return [
        (kind, sum(n for k, n in counts.items() if SHORT[k] == word), word)
        for word, kind in kinds.items()
    ]


def link(url: str) -> str:
    """An address that may be followed: nothing but the web."""
    return url if re.match(r"https?://", url) else ""


def _row(found: Found, number: int) -> RequirementRow:
    violated = found["verdict"] == Verdict.VIOLATED
    kind = found["level"].lower() if violated else found["verdict"]
    beside = f"~{number + 1}" if number else ""
    return RequirementRow(f"{found['requirement']}{beside}", kind, found)


def _importance(row: RequirementRow) -> tuple[int, int, str]:
    levels = [level.value for level in Level]
    place = list(TITLES).index(row.kind)
    return place, levels.index(row.found["level"]), row.found["requirement"]


def _most_frequent(reason: tuple[str, list[RequirementRow]]) -> tuple[int, str]:
    return -len(reason[1]), reason[0]
