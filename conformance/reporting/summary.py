"""The end of a run, on a terminal: a table by area, each violation, the verdict."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from conformance.core.requirement import Level
from conformance.core.verdict import Verdict
from conformance.formats.escape import count, short, visible
from conformance.reporting import causes, findings, manner, terminal
from conformance.reporting.causes import CauseGroup
from conformance.reporting.document import Report, TargetRow, VerdictRow
from conformance.reporting.own import is_apart
from conformance.reporting.terminal import Colors
from conformance.reporting.words import (
    COLUMNS,
    MARKS,
    Mark,
    heading,
    level_style,
    state_words,
)

# What came is cut once already, where it is long, and says so.
_GOT = 1100
_REASON = 300
_GOT_SHORT = 120
# Beyond these nobody reads on; the page has all of it.
_ALSO = 5
# A longer line cannot be taken from a terminal without harm.
_CURL = 1500


def text(report: Report, folder: Path, width: int, colors: Colors) -> str:
    """The summary of a report that lies in `folder`, as text."""
    return terminal.laid_out(_parts(report, folder), width, colors)


def print_summary(report: Report, folder: Path) -> None:
    """Print the summary of a report that lies in `folder`."""
    terminal.put(_parts(report, folder))


def _parts(report: Report, folder: Path) -> Iterator[RenderableType]:
    for target in report["targets"]:
        yield from _target(report, target)
    for defect in report["run"]["defects"]:
        yield Text("defect of the suite: " + short(defect, 2000), "bold red")
    for target in report["targets"]:
        yield _conclusion(target)
    also = ", compare.html" if len(report["targets"]) > 1 else ""
    yield Text.assemble(
        ("report: ", "dim"), f"{folder}/report.html, report.md, report.json{also}"
    )


def _target(report: Report, target: TargetRow) -> Iterator[RenderableType]:
    yield from _head(target)
    yield _table(target)
    yield Text()
    headed = False
    for group in causes.groups(report, target):
        if is_apart(group.verdict) and "own" in target and not headed:
            yield Text(f"beside the contract, {target['own']['conclusion']}\n", "bold")
            headed = True
        yield from _VIOLATIONS[Level(group.verdict["level"])](group.verdict)
        yield from _folded(group)
        yield Text()
    notes = list(_notes(report, target))
    if notes:
        yield _pairs(notes, 0)
        yield Text()


def _head(target: TargetRow) -> Iterator[RenderableType]:
    contract = f"{target['contract']['title']}, {target['contract']['dated']}"
    yield Rule(Text(visible(target["name"]), "bold"), align="left", style="dim")
    yield Text(visible(target["base_url"]))
    yield Text(f"{contract} ({target['profile']}); {findings.cost(target)}\n", "dim")
    if asked := manner.asked(target):
        yield Text(f"{asked}\n", "dim")


def _table(target: TargetRow) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="bold", pad_edge=False)
    table.add_column("area", vertical="bottom", overflow="fold")
    for mark in COLUMNS:
        title = terminal.on_two_lines(heading(mark))
        table.add_column(title, justify="right", no_wrap=True)
    for area, numbers in findings.rows(target):
        cells = [_cell(n, mark) for n, mark in zip(numbers, COLUMNS, strict=True)]
        table.add_row(visible(area), *cells, style="bold" if area == "all" else "")
    return table


def _cell(number: int, mark: Mark) -> Text:
    return Text(str(number), MARKS[mark].style) if number else Text("·", "dim")


def _must(verdict: VerdictRow) -> Iterator[RenderableType]:
    """A violated MUST: all that is needed to understand and to reproduce it."""
    yield from _title(verdict)
    rows = [(name, short(value, _GOT)) for name, value in findings.facts(verdict)]
    rows += _also(verdict)
    rows += [(name, visible(text)) for name, text in findings.advice(verdict)]
    yield _pairs([*rows, *_source(verdict)], 2)
    yield from _curl(verdict["items"][0]["curl"])


def _should(verdict: VerdictRow) -> Iterator[RenderableType]:
    """A violated SHOULD: what came instead of what, and where it is stated."""
    yield from _title(verdict)
    rows = [(name, short(value, _GOT_SHORT)) for name, value in findings.facts(verdict)]
    rows += _also(verdict)
    key = verdict["source"]["key"]
    yield _pairs([*rows, *([("source", visible(key))] if key else [])], 2)


def _may(verdict: VerdictRow) -> Iterator[RenderableType]:
    """A violated MAY: the message alone."""
    message = short(verdict["message"], _GOT_SHORT)
    yield Text.assemble(*_name(verdict))
    yield Padding(Text(message), (0, 0, 0, 2))


_VIOLATIONS = {Level.MUST: _must, Level.SHOULD: _should, Level.MAY: _may}


def _also(verdict: VerdictRow) -> list[tuple[str, str]]:
    """What else violates it, a line each."""
    lines = [short(line, _GOT_SHORT) for line in findings.also(verdict, _ALSO)]
    return [("also" if first else "", line) for first, line in _with_first(lines)]


def _folded(group: CauseGroup) -> Iterator[RenderableType]:
    """What a violation explains, a line each: id, what came, and in which case."""
    lines = [
        f"{folded.verdict['level']} {visible(folded.verdict['requirement'])}: "
        f"{short(folded.verdict['message'], _GOT_SHORT)} "
        f"({short(folded.verdict['items'][0]['case'], _GOT_SHORT)})"
        for folded in group.folded
    ]
    if lines:
        rows = [("explains" if first else "", t) for first, t in _with_first(lines)]
        yield _pairs(rows, 2)


def _with_first(lines: list[str]) -> Iterator[tuple[bool, str]]:
    yield from ((at == 0, line) for at, line in enumerate(lines))


def _title(verdict: VerdictRow) -> Iterator[RenderableType]:
    yield Text.assemble(*_name(verdict))
    yield Padding(Text(visible(verdict["sentence"])), (0, 0, 0, 2))


def _name(verdict: VerdictRow) -> list[tuple[str, str]]:
    level = verdict["level"]
    return [
        (f"{level} ", level_style(level)),
        (visible(verdict["requirement"]), "bold"),
        *([(f" {findings.OWN}", "cyan")] if "own" in verdict else []),
    ]


def _source(verdict: VerdictRow) -> list[tuple[str, str]]:
    source = verdict["source"]
    stated = " ".join(source[name] for name in ("title", "url") if source[name])
    return [("source", visible(stated or source["key"]))] if source["key"] else []


def _curl(line: str) -> Iterator[RenderableType]:
    """The line whole, however wide: broken in pieces nobody could paste it."""
    if len(line) > _CURL:
        yield Text("  curl      too long to show: it stands in report.json", "dim")
    elif line:
        yield "  " + visible(line)


def _notes(report: Report, target: TargetRow) -> Iterator[tuple[str, str]]:
    """What was not judged and why, and what waivers hide."""
    for waived in findings.with_verdict(report, target, Verdict.WAIVED):
        yield (
            MARKS[Mark.WAIVED].column,
            f"{waived['level']} {visible(waived['requirement'])}: "
            + short(waived["message"], _GOT_SHORT),
        )
    for reason in (*target["bad_waivers"], *findings.own_bad_waivers(target)):
        yield "waivers", visible(reason)
    for mark in (Mark.NOT_TESTED, Mark.INCONCLUSIVE):
        for shared in findings.reasons(report, target, Verdict(mark)):
            message = short(shared.message, _REASON)
            yield MARKS[mark].column, f"{shared.number}: {message}"
    absent = findings.reasons(report, target, Verdict.NOT_APPLICABLE)
    if absent:
        number = count(sum(len(r.requirements) for r in absent), "requirement")
        reasons = "; ".join(visible(r.message) for r in absent)
        yield MARKS[Mark.NOT_APPLICABLE].column, f"{number}: {reasons}"


def _pairs(rows: list[tuple[str, str]], indent: int) -> Padding:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True, min_width=9)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, Text(value))
    return Padding(grid, (0, 0, 0, indent))


def _conclusion(target: TargetRow) -> Text:
    broken = target["counts"]["must_violated"]
    style = state_words(target["state"], broken).style
    return Text.assemble(
        (visible(target["name"]), "bold"),
        ": ",
        (target["conclusion"], f"bold {style}"),
    )
