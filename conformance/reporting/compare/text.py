"""A comparison on a terminal: the totals, and where the targets differ."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.columns import Columns
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from conformance.formats.escape import short, visible
from conformance.reporting import terminal
from conformance.reporting.compare.matrix import Column, Comparison, Row, mark
from conformance.reporting.terminal import Colors
from conformance.reporting.words import COLUMNS, MARKS, VIOLATED, Mark, state_words

_BROKEN = (*VIOLATED, Mark.WAIVED)
_NAME = 60


def text(comparison: Comparison, width: int, colors: Colors) -> str:
    """A comparison as text of at most `width` columns."""
    return terminal.laid_out(_parts(comparison), width, colors)


def print_comparison(comparison: Comparison) -> None:
    """Print a comparison."""
    terminal.put(_parts(comparison))


def milliseconds(seconds: float) -> str:
    """A time with as many digits as mean something."""
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.{0 if seconds >= 0.01 else 1}f} ms"


def _parts(comparison: Comparison) -> Iterator[RenderableType]:
    yield from _targets(comparison)
    yield _totals(comparison)
    yield Text()
    for note in comparison["notes"]:
        yield Text.assemble(("note  ", "bold"), visible(note))
    yield from _differences(comparison)


def _targets(comparison: Comparison) -> Iterator[RenderableType]:
    """Who stands in which column, and what was concluded of it."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for place, target in enumerate(comparison["targets"], 1):
        broken = target["counts"][Mark.MUST]
        style = state_words(target["state"], broken).style
        named = Text(short(target["name"], _NAME), "bold")
        contract = Text(f"  {short(target['profile'], _NAME)}  ", "dim")
        concluded = Text(short(target["conclusion"], 200), style)
        grid.add_row(str(place), Text.assemble(named, contract, concluded))
    yield grid
    yield Text()


def _totals(comparison: Comparison) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("\n#", justify="right", style="dim")
    titles = [MARKS[column].column for column in COLUMNS]
    for title in (*titles, "first byte", "total"):
        heading = terminal.on_two_lines(title)
        table.add_column(heading, justify="right", no_wrap=True)
    for place, target in enumerate(comparison["targets"], 1):
        numbers = [_number(target["counts"][column], column) for column in COLUMNS]
        table.add_row(str(place), *numbers, *_latency(target))
    return table


def _number(number: int, column: Mark) -> Text:
    return Text(str(number), MARKS[column].style) if number else Text("·", "dim")


def _latency(target: Column) -> list[str]:
    medians = target["latency"]
    if medians is None:
        return ["", ""]
    return [milliseconds(medians[name]) for name in ("first_byte", "total")]


def _differences(comparison: Comparison) -> Iterator[RenderableType]:
    """The matrix of what only some targets violate, and the number of the others."""
    differing = [
        (area["area"], row)
        for area in comparison["areas"]
        for row in area["requirements"]
        if row["differs"]
    ]
    shown = [row for _, row in differing if _is_violated(row)]
    if shown:
        yield Padding(_matrix(comparison, shown), (1, 0))
        yield Padding(_legend(), (0, 0, 1, 0))
    others = Counter(area for area, row in differing if not _is_violated(row))
    if others:
        named = ", ".join(f"{visible(area)} {n}" for area, n in others.items())
        yield Text(f"Targets differ, but none violates it: {named}.", "dim")
    same = comparison["requirements"] - comparison["differing"]
    yield Text(f"No difference between targets: {same}.", "dim")


def _is_violated(row: Row) -> bool:
    return any(mark(cell) in _BROKEN for cell in row["cells"])


def _matrix(comparison: Comparison, rows: Sequence[Row]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("violated by some", overflow="fold")
    for place in range(1, len(comparison["targets"]) + 1):
        table.add_column(str(place), justify="center", no_wrap=True)
    for row in rows:
        cells = [_sign(mark(cell)) for cell in row["cells"]]
        table.add_row(Text.assemble(*_named(row)), *cells)
    return table


def _named(row: Row) -> Iterator[tuple[str, str]]:
    """The id of a requirement, and what explains it wherever it is violated."""
    yield visible(row["requirement"]), ""
    if "own" in row:
        yield " (own)", "cyan"
    broken = [cell for cell in row["cells"] if cell and mark(cell) in VIOLATED]
    explained = {cell["cause"] for cell in broken}
    if len(explained) == 1 and (cause := explained.pop()):
        yield f" (follows from {visible(cause)})", "dim"


def _sign(mark: Mark) -> Text:
    return Text(MARKS[mark].sign, MARKS[mark].style)


def _legend() -> Columns:
    """What the signs mean; none is parted from its words."""
    words = [MARKS[column] for column in COLUMNS]
    signs = [Text.assemble((w.sign, w.style), (f" {w.label}", "dim")) for w in words]
    return Columns(signs, padding=(0, 3))
