"""A diff on a terminal."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from conformance.formats.escape import count, short, visible
from conformance.reporting import terminal
from conformance.reporting.diff.change import ChangeKind
from conformance.reporting.diff.describe import Item, Section, notes, sections
from conformance.reporting.diff.difference import Diff, Strictness, TargetDiff
from conformance.reporting.terminal import Colors
from conformance.reporting.words import level_style

_MOST = 40


def text(diff: Diff, bar: Strictness, width: int, colors: Colors) -> str:
    """A diff as text of at most `width` columns."""
    return terminal.laid_out(_parts(diff, bar), width, colors)


def print_diff(diff: Diff, bar: Strictness) -> None:
    """Print a diff."""
    terminal.put(_parts(diff, bar))


def _parts(diff: Diff, bar: Strictness) -> Iterator[RenderableType]:
    for target in diff.targets:
        yield from _target(target)
    for note in notes(diff):
        yield Text.assemble(("note  ", "bold"), visible(note))
    for target in diff.targets:
        yield _conclusion(target, target.worse(bar))


def _target(target: TargetDiff) -> Iterator[RenderableType]:
    """What changed on a target; nothing if nothing did."""
    changed = sections(target)
    if changed:
        yield Rule(Text(short(target.name, 200), "bold"), align="left", style="dim")
        ends = (("was", target.old["conclusion"]), ("is", target.new["conclusion"]))
        yield _pairs(ends)
        yield Text()
    for section in changed:
        yield from _section(section)


def _section(section: Section) -> Iterator[RenderableType]:
    number = f" ({len(section.entries)})" if section.entries else ""
    yield Text(f"{section.title}{number}", "bold")
    for entry in section.entries[:_MOST]:
        yield from _entry(entry)
    left = len(section.entries) - _MOST
    if left > 0:
        yield Text(f"  and {left} more", "dim")
    if section.rest:
        yield Text(f"  {visible(section.rest)}", "dim")
    yield Text()


def _entry(entry: Item) -> Iterator[RenderableType]:
    name = Text.assemble(
        "  ",
        (f"{entry.level} " if entry.level else "", level_style(entry.level)),
        visible(entry.name),
    )
    if entry.name:
        yield name
    if entry.text:
        yield Padding(Text(visible(entry.text), "dim"), (0, 0, 0, 4))


def _pairs(rows: Iterable[tuple[str, str]]) -> Padding:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, Text(short(value, 300)))
    return Padding(grid, (0, 0, 0, 2))


def _conclusion(target: TargetDiff, reasons: list[str]) -> Text:
    words = f"WORSE: {'; '.join(reasons)}" if reasons else target.fate
    mended = len(target.of(ChangeKind.MENDED))
    if mended:
        words += f"; {count(mended, 'requirement')} mended"
    style = "bold red" if reasons else "bold green"
    return Text.assemble((short(target.name, 200), "bold"), ": ", (words, style))
