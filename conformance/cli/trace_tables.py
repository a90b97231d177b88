"""The statements of documents as tables, with how many of each are judged."""

import re
from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from conformance.formats.escape import count
from conformance.inputs.profile import Oddity
from conformance.inputs.statement import PageStatement

# The marks of a vendor's own words.
_OWN_WORDS = ("seed", "vendor")
# Where the name of a place may be broken: after a dot, before any other sign.
_PIECE = re.compile(r"[.:=(\[]?[^.:=(\[]*\.?")


class Names:
    """Names below each other, broken at their signs, as they have no spaces."""

    def __init__(self, *names: str) -> None:
        self.names = [[p for p in _PIECE.findall(name) if p] for name in names]

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """The lines of all names, within a width."""
        yield Text("\n".join(self.lines(options.max_width)), overflow="fold")

    def __rich_measure__(
        self, console: Console, options: ConsoleOptions
    ) -> Measurement:
        """From the longest piece to the longest name."""
        pieces = [len(piece) for pieces in self.names for piece in pieces]
        return Measurement(max(pieces), max(len("".join(n)) for n in self.names))

    def lines(self, width: int) -> list[str]:
        """The names in lines of a width, none of which breaks a piece without need."""
        return [line for pieces in self.names for line in _lines(pieces, width)]


def _lines(pieces: Sequence[str], width: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and len(lines[-1]) + len(piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def as_tables(
    rows: Sequence[PageStatement], odd: Sequence[tuple[str, Oddity]] = ()
) -> Iterator[RenderableType]:
    """Statements as tables, a table for each page; what is odd; and the counts."""
    for document in dict.fromkeys(statement.document for statement in rows):
        yield Text(f"{document}", "bold")
        yield _table(
            [statement for statement in rows if statement.document == document]
        )
        yield Text("")
    if odd:
        yield Text("oddities", "bold")
        yield _odd_table(odd)
        yield Text("")
    yield _counts(rows)
    left_out = sum(not statement.judged_by for statement in rows)
    yield Text(f"{count(len(rows), 'statement')}, {left_out} of them not judged", "dim")


def _odd_table(odd: Sequence[tuple[str, Oddity]]) -> Table:
    table = _columns("oddity", "says", "read as")
    for id, oddity in odd:
        table.add_row(Text(id), Text(oddity.says), Text(oddity.reading))
    return table


def _table(rows: Sequence[PageStatement]) -> Table:
    table = _columns("statement", "says", "judged by, or why not")
    for statement in rows:
        judges = statement.judged_by and Names(*statement.judged_by)
        table.add_row(
            Names(statement.name), _says(statement), judges or _why(statement)
        )
    return table


def _columns(name: str, says: str, last: str) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column(name, overflow="fold", ratio=3)
    table.add_column(says, overflow="fold", ratio=4)
    table.add_column(last, overflow="fold", ratio=4)
    return table


def _says(statement: PageStatement) -> Text:
    """What it says; and how firm it is, where that is not the vendor's own word."""
    own = statement.document.startswith(f"{statement.profile}/")
    if statement.mark in ("", *_OWN_WORDS) or (own and statement.mark == "upstream"):
        return Text(statement.says)
    return Text.assemble(statement.says, (f" ({statement.standing})", "dim"))


def _why(statement: PageStatement) -> Text:
    return Text(statement.untested, "yellow")


def _counts(rows: Sequence[PageStatement]) -> Table:
    """How many statements of each document are judged, and how many are not."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("document", overflow="fold")
    for name in ("statements", "judged", "untested"):
        table.add_column(name, justify="right")
    for document in dict.fromkeys(statement.document for statement in rows):
        judged = [bool(one.judged_by) for one in rows if one.document == document]
        numbers = (len(judged), sum(judged), len(judged) - sum(judged))
        table.add_row(document, *map(str, numbers))
    return table
