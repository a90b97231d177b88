"""The table of seeds: with which of them each rare fault is found."""

from collections.abc import Iterator, Sequence
from itertools import islice

from rich import box
from rich.console import Console
from rich.table import Table

from conformance.core.verdict import ExitCode
from conformance.relay import Bend, faults
from conformance.selftest.changes import findings_of
from conformance.selftest.pool import Judge, all_findings
from conformance.selftest.progress import with_progress
from conformance.selftest.worker import Work

# Of ten seeds, nine have to find a fault.
_SHARE = 0.9


def run(seeds: int, judge: Judge) -> ExitCode:
    """Hunt every rare fault, print the table, and say whether all were found."""
    rows = list(with_progress(hunt(seeds, judge), len(_rare()), "hunting faults"))
    console = Console(highlight=False)
    console.print(_table(rows, seeds))
    missed = [fault.name for fault, _, catches in rows if not is_caught(catches)]
    console.print(
        f"{len(rows) - len(missed)} of {len(rows)} faults found by the usual number of "
        f"generated requests with at least {_SHARE:.0%} of {seeds} seeds."
    )
    return ExitCode.VIOLATED if missed else ExitCode.CONFORMANT


def hunt(
    seeds: int, judge: Judge = findings_of
) -> Iterator[tuple[Bend, str, list[bool]]]:
    """Whether each rare fault is found with each seed, within the usual budget."""
    rare = _rare()
    work = [Work(f.name, d, seed) for f, d in rare for seed in range(seeds)]
    all_of_them = all_findings(work, judge)
    for fault, dialect in rare:
        of_fault = islice(all_of_them, seeds)
        catches = [fault.caught_by in findings.violated for findings in of_fault]
        yield fault, dialect, catches


def _rare() -> list[tuple[Bend, str]]:
    """The faults that no example shows, each with the profiles that it is served in."""
    return [(f, dialect) for f in faults() if f.rare for dialect in f.dialects]


def is_caught(catches: Sequence[bool]) -> bool:
    """Whether enough of the seeds catch a fault."""
    return sum(catches) >= _SHARE * len(catches)


def _table(rows: Sequence[tuple[Bend, str, list[bool]]], seeds: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("fault")
    table.add_column("profile")
    table.add_column("caught by")
    table.add_column(f"seeds 0 to {seeds - 1}")
    for fault, dialect, catches in rows:
        marks = "".join("●" if caught else "·" for caught in catches)
        colour = "green" if is_caught(catches) else "red"
        catcher = fault.caught_by.removeprefix("generated.")
        table.add_row(fault.name, dialect, catcher, f"[{colour}]{marks}[/]")
    return table
