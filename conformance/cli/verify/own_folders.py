"""Requirements of the owner's, handed in to verify a report that was judged by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.bundle import own as bundle
from conformance.core.verdict import ExitCode, worst_end
from conformance.inputs.own_folder import read_folder
from conformance.reporting import own
from conformance.reporting.document import Report, TargetRow, UsageRow


@dataclass(frozen=True, slots=True)
class OwnFolders:
    """The folders that are handed in, and what the run had that is not among them."""

    paths: tuple[Path, ...] = ()
    missing: tuple[bundle.Row, ...] = ()

    @classmethod
    def of(cls, folder: Path, paths: Iterable[Path]) -> "OwnFolders":
        """What is handed in for a bundle; UsageError if the run had something else."""
        given = {path: read_folder(path) for path in paths}
        run = bundle.recorded(folder)
        missing = bundle.left_out(run, given.values())
        known = {row["digest"] for row in run}
        for path, read in given.items():
            if read.digest not in known:
                raise pytest.UsageError(
                    f"--requirements {path}: the run was judged without them."
                )
        return cls(tuple(given), tuple(missing))

    def lacking(self, folder: Path, report: Report) -> str:
        """Why a bundle cannot be judged without what is left out; empty if it can."""
        if not self.missing:
            return ""
        if id := bundle.named_by_contract(folder, self.missing):
            return f"its contract names {id}, one of the {bundle.words(self.missing)}"
        if report["verdicts"] and not self.comparable(report)["verdicts"]:
            return f"it tells of nothing but {bundle.words(self.missing)}"
        return ""

    def comparable(self, report: Report) -> Report:
        """What a report says without what is left out."""
        if not self.missing:
            return report
        gone = set(bundle.ids_of(self.missing))
        verdicts = [v for v in report["verdicts"] if v["requirement"] not in gone]
        targets = [_without(target) for target in report["targets"]]
        return {**report, "targets": targets, "verdicts": verdicts}

    def selection(self, expression: str, known: Iterable[str]) -> str:
        """What a run chose, without what is left out."""
        return bundle.selection_without(expression, self.missing, list(known))

    def end_of(self, report: Report, again: Report) -> int:
        """How a run ended that came to this, with what is left out as it says."""
        ends = [ExitCode(again["run"]["exit_code"])]
        if self.missing:
            ends += [own.end_of(target) for target in report["targets"]]
        return int(worst_end(ends))


# Of the cases that belong to it, nobody knows what they cost.
_UNKNOWN: UsageRow = {
    "requests": 0,
    "attempts": 0,
    "prompt_tokens": 0,
    "completion_tokens": 0,
    "bytes": 0,
    "seconds": 0.0,
}


def _without(target: TargetRow) -> TargetRow:
    left = own.without(target).copy()
    left["usage"] = _UNKNOWN
    return left
