"""Compares reports: one matrix of requirements and targets, and what each comes to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from conformance.core.verdict import Verdict
from conformance.formats.escape import count
from conformance.reporting.compare.timing import latencies, times

FORM = "relaycert/compare/1"
Found = dict[str, Any]
Comparison = dict[str, Any]
Cell = Mapping[str, Any] | None

# What a cell of the matrix can say: its kind, the sign for it, and the words.
SIGNS = {
    "pass": ("✓", "pass"),
    "must": ("✗", "violated MUST"),
    "should": ("!", "violated SHOULD"),
    "may": ("~", "violated MAY"),
    "waived": ("w", "waived"),
    "inconclusive": ("?", "inconclusive"),
    "not-tested": ("-", "not tested"),
    "not-applicable": ("·", "not applicable"),
    "absent": (" ", "not judged in this report"),
}
_CELL = ("level", "verdict", "message")


@dataclass(frozen=True, slots=True)
class Written:
    """A report, and the folder in which its recordings lie."""

    report: Found
    folder: Path


class Rows(Enum):
    """Which requirements a comparison shows."""

    ALL = "all"
    DIFFERING = "only those that differ"


def compare(written: Sequence[Written], rows: Rows = Rows.ALL) -> Comparison:
    """The comparison of all targets of these reports, in their order."""
    columns = [(one, target) for one in written for target in one.report["targets"]]
    by_column = [_by_requirement(one.report, target) for one, target in columns]
    every = list(_rows(by_column))
    shown = [row for row in every if rows is Rows.ALL or row["differs"]]
    return {
        "schema": FORM,
        "notes": list(_notes([one.report for one in written])),
        "targets": _targets(columns, by_column),
        "requirements": len(every),
        "differing": sum(row["differs"] for row in every),
        "rows": rows.value,
        "areas": _areas(shown),
    }


def kind(cell: Cell) -> str:
    """Which of SIGNS a cell shows."""
    if cell is None:
        return "absent"
    if cell["verdict"] == Verdict.VIOLATED:
        return str(cell["level"]).lower()
    return str(cell["verdict"])


def differs(cells: Iterable[Cell]) -> bool:
    """Whether targets differ: in a verdict, or in the level of what is violated.

    That a target's contract does not state a requirement is a difference only where
    another violates it.
    """
    kinds = {kind(cell) for cell in cells}
    violated = kinds & {"must", "should", "may"}
    return len(kinds - {"absent"}) > 1 or ("absent" in kinds and bool(violated))


def _by_requirement(report: Found, target: Found) -> dict[str, Found]:
    own = (v for v in report["verdicts"] if v["target"] == target["name"])
    return {verdict["requirement"]: verdict for verdict in own}


def _rows(by_column: Sequence[Mapping[str, Found]]) -> Iterator[Found]:
    """The requirements that any report has, sorted by area and id."""
    stated = {id: v for column in reversed(by_column) for id, v in column.items()}
    for id in sorted(stated, key=lambda id: (stated[id]["area"], id)):
        cells = [_cell(column.get(id)) for column in by_column]
        yield {
            "requirement": id,
            "area": stated[id]["area"],
            "sentence": stated[id]["sentence"],
            "differs": differs(cells),
            "cells": cells,
        }


def _cell(verdict: Found | None) -> Cell:
    return {name: verdict[name] for name in _CELL} if verdict else None


def _areas(rows: Iterable[Found]) -> list[Found]:
    grouped: dict[str, list[Found]] = {}
    for row in rows:
        kept = {name: value for name, value in row.items() if name != "area"}
        grouped.setdefault(row["area"], []).append(kept)
    return [{"area": area, "requirements": own} for area, own in grouped.items()]


def _targets(
    columns: Sequence[tuple[Written, Found]],
    by_column: Sequence[Mapping[str, Found]],
) -> list[Found]:
    """What identifies each target, and what its verdicts come to."""
    measured = latencies([times(one.folder, t["name"]) for one, t in columns])
    return [
        {
            "name": target["name"],
            "base_url": target["base_url"],
            "profile": target["profile"],
            "contract": target["contract"],
            "conformant": target["conformant"],
            "strict": target["strict"],
            "conclusion": target["conclusion"],
            "counts": _counts(own),
            "latency": asdict(latency) if latency else None,
            "suite": one.report["suite"],
            "run": {k: one.report["run"][k] for k in ("id", "started", "selection")},
        }
        for (one, target), own, latency in zip(
            columns, by_column, measured, strict=True
        )
    ]


def _counts(own: Mapping[str, Found]) -> dict[str, int]:
    found = Counter(kind(verdict) for verdict in own.values())
    return {name: found[name] for name in SIGNS if name != "absent"}


def _notes(reports: Sequence[Found]) -> Iterator[str]:
    """What to keep in mind: reports that do not say quite the same thing."""
    if len({t["profile"] for report in reports for t in report["targets"]}) > 1:
        yield (
            "The targets are judged by different contracts: an empty cell means that "
            "a target's contract does not state the requirement."
        )
    versions = sorted({report["suite"]["version"] for report in reports})
    sets = {report["suite"]["requirements"] for report in reports}
    if len(versions) > 1:
        yield (
            f"The reports were made by different versions ({', '.join(versions)}): "
            "a requirement may be judged differently, or only by some."
        )
    if len(sets) > 1:
        yield (
            f"The reports were judged by {len(sets)} different sets of requirements: "
            "an empty cell may mean that there was no such requirement yet."
        )
    if partial := sum(_is_partial(report) for report in reports):
        yield (
            f"{count(partial, 'report')} of {len(reports)} judged only a selection "
            "of the requirements."
        )
    if broken := sum(bool(report["run"]["defects"]) for report in reports):
        yield f"{count(broken, 'report')} met a defect of the suite itself."


def _is_partial(report: Found) -> bool:
    selection = report["run"]["selection"]
    return bool(selection["expression"]) or selection["level"] != "MAY"
