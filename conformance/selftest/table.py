"""The detection table: which fault is caught by which requirement."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from conformance.core.verdict import ExitCode
from conformance.inputs.suite import Suite
from conformance.relay import faults, variations
from conformance.selftest.progress import shown
from conformance.selftest.selftest import BendResult, bends, selftest


def run(names: Sequence[str], report_dir: str | None, examples: int) -> ExitCode:
    """Run the self-test, print its table, and say whether it held."""
    known = {bend.name for bend in (*faults(), *variations())}
    for name in names:
        if name not in known:
            raise click.UsageError(f"{name!r} is no fault or variation of the relay.")
    suite = Suite.load()
    judging = selftest(suite, names, examples)
    rows = list(shown(judging, len(bends(suite, names)), "judging faults"))
    _print(rows)
    if report_dir:
        _write(rows, Path(report_dir))
    return ExitCode.CONFORMANT if all(row.good for row in rows) else ExitCode.VIOLATED


def totals(rows: Sequence[BendResult]) -> str:
    """The table in one sentence."""
    bent = [row for row in rows if row.kind == "fault"]
    varied = [row for row in rows if row.kind == "variation"]
    faithful = [row for row in rows if row.kind == "faithful"]
    return (
        f"{sum(row.good for row in bent)} of {len(bent)} faults caught by the named "
        f"requirement and nothing else; {sum(row.good for row in varied)} of "
        f"{len(varied)} variations silent; the faithful relay clean under "
        f"{sum(row.good for row in faithful)} of {len(faithful)} profiles."
    )


def markdown(rows: Iterable[BendResult]) -> str:
    """The table as Markdown."""
    found = list(rows)
    lines = [
        "# Detection table",
        "",
        totals(found),
        "",
        "| | fault or variation | profile | caught by | otherwise |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {'ok' if row.good else '**no**'} | `{row.name}` | {row.profile} "
        f"| {_code(row.caught_by)} | {_told(row)} |"
        for row in found
    ]
    return "\n".join(lines) + "\n"


def _print(rows: Sequence[BendResult]) -> None:
    console = Console(highlight=False)
    for row in rows:
        mark = "[green]ok[/]" if row.good else "[red]NO[/]"
        name = f"{row.name} ({row.profile})"
        console.print(f"{mark} {name:<46} {row.caught_by}", soft_wrap=True)
        if not row.good:
            console.print(f"   [red]{_told(row)}[/]", soft_wrap=True)
    console.print(totals(rows))


def _told(row: BendResult) -> str:
    told = ["missed"] if row.missed else []
    told += [f"also {id}" for id in row.bystanders]
    told += list(row.defects[:3])
    return "; ".join(told)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _write(rows: Sequence[BendResult], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "summary": totals(rows),
        "rows": [{**asdict(r), "good": r.good} for r in rows],
    }
    (folder / "selftest.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    (folder / "selftest.md").write_text(markdown(rows), "utf-8")
