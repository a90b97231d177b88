"""Compares reports: one matrix of requirements and targets, and what each comes to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from conformance.formats.escape import count
from conformance.reporting import causes
from conformance.reporting.compare.timing import latencies, times
from conformance.reporting.document import (
    ContractRow,
    Report,
    SuiteRow,
    TargetRow,
    VerdictRow,
    verdicts_on,
)
from conformance.reporting.own import is_apart
from conformance.reporting.words import COLUMNS, VIOLATED, Mark, mark_of

FORM = "relaycert/compare/1"


class Cell(TypedDict):
    """What one report says of a requirement."""

    level: str
    verdict: str
    message: str
    # The violation that explains this one; empty if none does.
    cause: str


class Row(TypedDict):
    """A requirement on all targets; None where a report does not have it."""

    requirement: str
    sentence: str
    differs: bool
    cells: list[Cell | None]
    # Present where the owner of a target states it.
    own: NotRequired[bool]


class Area(TypedDict):
    """The rows of one area."""

    area: str
    requirements: list[Row]


class Column(TypedDict):
    """A target, and what its verdicts come to."""

    name: str
    base_url: str
    profile: str
    contract: ContractRow
    state: str
    conformant: bool | None
    strict: bool | None
    conclusion: str
    counts: dict[str, int]
    latency: dict[str, Any] | None
    suite: SuiteRow
    run: dict[str, Any]


class Comparison(TypedDict):
    """A whole comparison (`schemas/own/compare.json`)."""

    schema: str
    notes: list[str]
    targets: list[Column]
    requirements: int
    differing: int
    rows: str
    areas: list[Area]


@dataclass(frozen=True, slots=True)
class Written:
    """A report, and the folder in which its recordings lie."""

    report: Report
    folder: Path


class Rows(Enum):
    """Which requirements a comparison shows."""

    ALL = "all"
    DIFFERING = "only those that differ"


_ById = Mapping[str, VerdictRow]


def compare(written: Sequence[Written], rows: Rows = Rows.ALL) -> Comparison:
    """The comparison of all targets of these reports, in their order."""
    columns = [(one, target) for one in written for target in one.report["targets"]]
    verdicts = [_by_requirement(one.report, target) for one, target in columns]
    every = list(_rows(verdicts, [causes.roots(target) for _, target in columns]))
    differing = [(area, row) for area, row in every if row["differs"]]
    return {
        "schema": FORM,
        "notes": list(_notes([one.report for one in written])),
        "targets": _targets(columns, verdicts),
        "requirements": len(every),
        "differing": len(differing),
        "rows": rows.value,
        "areas": _areas(every if rows is Rows.ALL else differing),
    }


def mark(cell: Cell | VerdictRow | None) -> Mark:
    """How a cell is marked."""
    if cell is None:
        return Mark.ABSENT
    return mark_of(cell["level"], cell["verdict"])


def differs(cells: Iterable[Cell | None]) -> bool:
    """Whether targets differ: in a verdict, or in the level of what is violated.

    That a target's contract does not state a requirement is a difference only where
    another violates it.
    """
    marks = {mark(cell) for cell in cells}
    violated = marks.intersection(VIOLATED)
    return len(marks - {Mark.ABSENT}) > 1 or (Mark.ABSENT in marks and bool(violated))


def _by_requirement(report: Report, target: TargetRow) -> _ById:
    own = verdicts_on(report, target["name"])
    return {verdict["requirement"]: verdict for verdict in own}


def _rows(
    verdicts: Sequence[_ById], roots: Sequence[Mapping[str, str]]
) -> Iterator[tuple[str, Row]]:
    """The requirements that any report has with their area, sorted by area and id."""
    stated = {id: v for column in reversed(verdicts) for id, v in column.items()}
    for id in sorted(stated, key=lambda id: (stated[id]["area"], id)):
        cells = [
            _cell(column.get(id), explained.get(id, ""))
            for column, explained in zip(verdicts, roots, strict=True)
        ]
        row: Row = {
            "requirement": id,
            "sentence": stated[id]["sentence"],
            "differs": differs(cells),
            "cells": cells,
        }
        if "own" in stated[id]:
            row["own"] = True
        yield stated[id]["area"], row


def _cell(verdict: VerdictRow | None, cause: str) -> Cell | None:
    if verdict is None:
        return None
    return {
        "level": verdict["level"],
        "verdict": verdict["verdict"],
        "message": verdict["message"],
        "cause": cause,
    }


def _areas(rows: Iterable[tuple[str, Row]]) -> list[Area]:
    grouped: dict[str, list[Row]] = {}
    for area, row in rows:
        grouped.setdefault(area, []).append(row)
    return [{"area": area, "requirements": own} for area, own in grouped.items()]


def _targets(
    columns: Sequence[tuple[Written, TargetRow]], verdicts: Sequence[_ById]
) -> list[Column]:
    """What identifies each target, and what its verdicts come to."""
    measured = latencies([times(one.folder, t["name"]) for one, t in columns])
    return [
        {
            "name": target["name"],
            "base_url": target["base_url"],
            "profile": target["profile"],
            "contract": target["contract"],
            "state": target["state"],
            "conformant": target["conformant"],
            "strict": target["strict"],
            "conclusion": target["conclusion"],
            "counts": _counts(own),
            "latency": asdict(latency) if latency else None,
            "suite": one.report["suite"],
            "run": run_of(one.report),
        }
        for (one, target), own, latency in zip(columns, verdicts, measured, strict=True)
    ]


def run_of(report: Report) -> dict[str, Any]:
    """What tells a run from others."""
    run = report["run"]
    return {"id": run["id"], "started": run["started"], "selection": run["selection"]}


def _counts(verdicts: _ById) -> dict[str, int]:
    """The marks of what a contract asks, without what its owner adds."""
    contract = [verdict for verdict in verdicts.values() if not is_apart(verdict)]
    numbers = Counter(map(mark, contract))
    return {column.value: numbers[column] for column in COLUMNS}


def _notes(reports: Sequence[Report]) -> Iterator[str]:
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
            f"{count(partial, 'report')} of {len(reports)} judged only a part of the "
            "requirements, and does not tell of the others."
        )
    if broken := sum(bool(report["run"]["defects"]) for report in reports):
        yield f"{count(broken, 'report')} met a defect of the suite itself."


def _is_partial(report: Report) -> bool:
    return any(target["scope"]["partial"] for target in report["targets"])
