"""The end of a run, on a terminal: a table by area, each violation, the verdict."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from conformance.core.requirement import Level
from conformance.core.verdict import Verdict
from conformance.formats.escape import count, short, visible
from conformance.reporting import findings, terminal
from conformance.reporting.terminal import Colors

Found = dict[str, Any]

_STYLES = {"MUST": "bold red", "SHOULD": "yellow", "MAY": "cyan"}
_COLUMN_STYLES = (
    "green",
    "red",
    "yellow",
    "cyan",
    "magenta",
    "yellow",
    "yellow",
    "dim",
)
_GOT = 300
_GOT_SHORT = 120
# A longer line cannot be taken from a terminal without harm.
_CURL = 1500


def text(report: Found, folder: Path, width: int, colors: Colors) -> str:
    """The summary of a report that lies in `folder`, as text."""
    return terminal.laid_out(_parts(report, folder), width, colors)


def print_summary(report: Found, folder: Path) -> None:
    """Print the summary of a report that lies in `folder`."""
    terminal.put(_parts(report, folder))


def _parts(report: Found, folder: Path) -> Iterator[RenderableType]:
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


def _target(report: Found, target: Found) -> Iterator[RenderableType]:
    yield from _head(target)
    yield _table(target)
    yield Text()
    for found in findings.with_verdict(report, target, Verdict.VIOLATED):
        yield from _VIOLATIONS[Level(found["level"])](found)
    notes = list(_notes(report, target))
    if notes:
        yield _pairs(notes, 0)
        yield Text()


def _head(target: Found) -> Iterator[RenderableType]:
    contract = f"{target['contract']['title']}, {target['contract']['dated']}"
    yield Rule(Text(visible(target["name"]), "bold"), align="left", style="dim")
    yield Text(visible(target["base_url"]))
    yield Text(f"{contract} ({target['profile']}); {findings.cost(target)}\n", "dim")


def _table(target: Found) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="bold", pad_edge=False)
    table.add_column("area", vertical="bottom", overflow="fold")
    for title, *_ in findings.COLUMNS:
        heading = title.replace(" ", "\n") if " " in title else f"\n{title}"
        table.add_column(heading, justify="right", no_wrap=True)
    for area, numbers in findings.rows(target):
        cells = [_cell(n, s) for n, s in zip(numbers, _COLUMN_STYLES, strict=True)]
        table.add_row(visible(area), *cells, style="bold" if area == "all" else "")
    return table


def _cell(number: int, style: str) -> Text:
    return Text(str(number), style) if number else Text("·", "dim")


def _must(found: Found) -> Iterator[RenderableType]:
    """A violated MUST: all that is needed to understand and to reproduce it."""
    yield from _title(found)
    rows = [(name, short(value, _GOT)) for name, value in findings.facts(found)]
    rows += [(name, visible(found[name])) for name in ("breaks", "fix") if found[name]]
    yield _pairs([*rows, *_source(found)], 2)
    yield from _curl(found["items"][0]["curl"])
    yield Text()


def _should(found: Found) -> Iterator[RenderableType]:
    """A violated SHOULD: what came instead of what, and where it is stated."""
    yield from _title(found)
    rows = [(name, short(value, _GOT_SHORT)) for name, value in findings.facts(found)]
    key = found["source"]["key"]
    yield _pairs([*rows, *([("source", visible(key))] if key else [])], 2)
    yield Text()


def _may(found: Found) -> Iterator[RenderableType]:
    """A violated MAY: just what was found."""
    message = short(found["message"], _GOT_SHORT)
    yield Text.assemble(*_name(found))
    yield Padding(Text(message), (0, 0, 0, 2))
    yield Text()


_VIOLATIONS = {Level.MUST: _must, Level.SHOULD: _should, Level.MAY: _may}


def _title(found: Found) -> Iterator[RenderableType]:
    yield Text.assemble(*_name(found))
    yield Padding(Text(visible(found["sentence"])), (0, 0, 0, 2))


def _name(found: Found) -> list[tuple[str, str]]:
    level = found["level"]
    return [(f"{level} ", _STYLES[level]), (visible(found["requirement"]), "bold")]


def _source(found: Found) -> list[tuple[str, str]]:
    source = found["source"]
    stated = " ".join(source[name] for name in ("title", "url") if source[name])
    return [("source", visible(stated or source["key"]))] if source["key"] else []


def _curl(line: str) -> Iterator[RenderableType]:
    """The line whole, however wide: broken in pieces nobody could paste it."""
    if len(line) > _CURL:
        yield Text("  curl      too long to show: it stands in report.json", "dim")
    elif line:
        yield "  " + visible(line)


def _notes(report: Found, target: Found) -> Iterator[tuple[str, str]]:
    """What was not judged and why, and what waivers hide."""
    for found in findings.with_verdict(report, target, Verdict.WAIVED):
        yield (
            "waived",
            f"{found['level']} {visible(found['requirement'])}: "
            + short(found["message"], _GOT_SHORT),
        )
    for reason in target["bad_waivers"]:
        yield "waivers", visible(reason)
    for verdict, name in _UNJUDGED:
        for reason in findings.reasons(report, target, verdict):
            yield name, f"{reason.number}: {short(reason.message, _GOT)}"
    absent = findings.reasons(report, target, Verdict.NOT_APPLICABLE)
    if absent:
        number = count(sum(len(r.requirements) for r in absent), "requirement")
        yield "n.a.", f"{number}: " + "; ".join(visible(r.message) for r in absent)


_UNJUDGED = (
    (Verdict.NOT_TESTED, "not tested"),
    (Verdict.INCONCLUSIVE, "inconclusive"),
)


def _pairs(rows: list[tuple[str, str]], indent: int) -> Padding:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True, min_width=9)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, Text(value))
    return Padding(grid, (0, 0, 0, indent))


def _conclusion(target: Found) -> Text:
    style = "green" if target["conformant"] else "red"
    return Text.assemble(
        (visible(target["name"]), "bold"),
        ": ",
        (target["conclusion"], f"bold {style}"),
    )
