"""The detection table: which fault is caught by which requirement."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console

from conformance.core.verdict import ExitCode
from conformance.formats.nearest import nearest
from conformance.formats.paths import replace
from conformance.inputs.suite import Suite
from conformance.relay import faults, variations
from conformance.selftest.pool import Judge
from conformance.selftest.progress import with_progress
from conformance.selftest.results import (
    BendResult,
    bends,
    countable_lines,
    has_client,
    needs_client,
    results,
    unreached_lines,
)


@dataclass(frozen=True, slots=True)
class DetectionTable:
    """The rows of a self-test, and whether they are all there are."""

    rows: Sequence[BendResult]
    whole: bool = True

    @property
    def unreached(self) -> list[str]:
        """The ways to fail that no row shows; a part of the rows cannot tell."""
        return unreached_lines(self.rows) if self.whole else []

    @property
    def good(self) -> bool:
        """Whether every row is good, and every way to fail is shown."""
        return all(row.good for row in self.rows) and not self.unreached

    @property
    def totals(self) -> str:
        """The rows in one sentence."""
        bent = [row for row in self.rows if row.kind == "fault"]
        varied = [row for row in self.rows if row.kind == "variation"]
        faithful = [row for row in self.rows if row.kind == "faithful"]
        return (
            f"{_count(bent)} faults caught by the named requirement and nothing else; "
            f"{_count(varied)} variations silent; the faithful relay clean under "
            f"{_count(faithful)} profiles."
        )

    @property
    def coverage(self) -> str:
        """How many lines of the requirements that raise a violation the rows reach."""
        every = len(countable_lines())
        return f"{every - len(self.unreached)} of {every} ways to fail shown."

    @property
    def notes(self) -> list[str]:
        """What stands below the rows."""
        lines = [self.totals]
        if self.whole:
            lines += [self.coverage]
        lines += [f"No fault reaches {line}." for line in self.unreached]
        left_out = [bend.name for bend in faults() if needs_client(bend)]
        if left_out and not has_client():
            lines += [
                f"Left out, for OpenAI's client is not installed: {', '.join(left_out)}"
                " (pip install 'relaycert[client]')."
            ]
        return lines


def run(
    names: Sequence[str], report_dir: str | None, examples: int, judge: Judge
) -> ExitCode:
    """Run the self-test, print its table, and say whether it held."""
    known = {bend.name for bend in (*faults(), *variations())}
    for name in names:
        if name not in known:
            advice = nearest(name, known, "relaycert serve --list-bends names all.")
            raise click.UsageError(f"{name!r} is not a fault or variation. {advice}")
    suite = Suite.load()
    judging = results(suite, names, examples, judge)
    rows = with_progress(judging, len(bends(suite, names)), "judging faults")
    table = DetectionTable(list(rows), whole=not names)
    show(table)
    if report_dir:
        write(table, Path(report_dir))
    return ExitCode.CONFORMANT if table.good else ExitCode.VIOLATED


def markdown(table: DetectionTable) -> str:
    """The table as Markdown."""
    lines = ["# Detection table", ""]
    for note in table.notes:
        lines += [note, ""]
    lines += [
        "| | fault or variation | profile | caught by | otherwise |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {'ok' if row.good else '**no**'} | `{row.name}` | {row.profile} "
        f"| {_code(row.caught_by)} | {_problems(row)} |"
        for row in table.rows
    ]
    return "\n".join(lines) + "\n"


def _count(rows: Sequence[BendResult]) -> str:
    return f"{sum(row.good for row in rows)} of {len(rows)}"


def show(table: DetectionTable) -> None:
    """Print the table."""
    console = Console(highlight=False)
    for row in table.rows:
        mark = "[green]ok[/]" if row.good else "[red]NO[/]"
        name = f"{row.name} ({row.profile})"
        console.print(f"{mark} {name:<46} {row.caught_by}", soft_wrap=True)
        if not row.good:
            console.print(f"   [red]{_problems(row)}[/]", soft_wrap=True)
    for note in table.notes:
        console.print(note)


def _problems(row: BendResult) -> str:
    problems = ["missed"] if row.missed else []
    problems += [f"also {id}" for id in row.bystanders]
    problems += list(row.defects[:3])
    return "; ".join(problems)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def write(table: DetectionTable, folder: Path) -> None:
    """Write the table, as JSON and Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "summary": table.totals,
        "unreached": table.unreached,
        "rows": [{**asdict(row), "good": row.good} for row in table.rows],
    }
    replace(folder / "selftest.json", json.dumps(content, indent=1) + "\n")
    replace(folder / "selftest.md", markdown(table))
