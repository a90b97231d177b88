"""Every statement and route of the vendors' documents, and what judges it."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from conformance.formats.escape import count
from conformance.formats.nearest import nearest
from conformance.inputs.endpoint import Endpoint
from conformance.inputs.profile import Profile
from conformance.inputs.statement import PageStatement
from conformance.reporting import terminal
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.endpoints import named


def routes(catalogue: Catalogue) -> tuple[PageStatement, ...]:
    """The rows of the matrix of endpoints, once for each vendor with pages."""
    suite = catalogue.suite
    known = dict.fromkeys(statement.profile for statement in suite.statements)
    # The matrix is of the vendors that it names: of others' routes it says nothing.
    offering = {name for row in suite.endpoints.values() for name in row.offers}
    vendors = [vendor for vendor in known if vendor in offering]
    return tuple(
        _route(row, suite.profiles[vendor], catalogue)
        for vendor in vendors
        for row in suite.endpoints.values()
    )


def chosen(
    statements: Sequence[PageStatement], profile: str | None
) -> list[PageStatement]:
    """The statements of a profile's documents; all of them without a profile."""
    return [
        statement for statement in statements if profile in (None, statement.profile)
    ]


def as_json(rows: Sequence[PageStatement]) -> str:
    """Statements as JSON."""
    return json.dumps([_as_dict(statement) for statement in rows], indent=1) + "\n"


def as_tables(rows: Sequence[PageStatement]) -> Iterator[RenderableType]:
    """Statements as tables, statement for each page."""
    for document in dict.fromkeys(statement.document for statement in rows):
        yield Text(f"{document}", "bold")
        yield _table(
            [statement for statement in rows if statement.document == document]
        )
        yield Text("")
    left_out = sum(not statement.judged_by for statement in rows)
    yield Text(f"{count(len(rows), 'statement')}, {left_out} of them not judged", "dim")


def print_trace(catalogue: Catalogue, profile: str | None, *, as_json: bool) -> None:
    """Print the statements and routes of all documents, or of statement profile's."""
    statements = catalogue.suite.statements
    rows = chosen((*statements, *routes(catalogue)), profile)
    if not rows:
        known = sorted({statement.profile for statement in statements})
        raise click.UsageError(
            f"{profile!r} has no pages to trace. {nearest(str(profile), known)}"
        )
    if as_json:
        click.echo(_json(rows), nl=False)
    else:
        terminal.put(as_tables(rows))


_json = as_json


def _route(row: Endpoint, profile: Profile, catalogue: Catalogue) -> PageStatement:
    """What a vendor's documents say of a route, as a statement."""
    vendor, offer = profile.name, row.offer(profile.name)
    id, summary = f"{vendor}/endpoints#{row.name}", row.summary
    if vendor in row.offers:
        judges = tuple(named(row, profile, catalogue))
        return PageStatement(id, vendor, f"{summary} {offer}", judges, "")
    return PageStatement(id, vendor, summary, (), row.beyond.get(vendor, offer))


def _as_dict(statement: PageStatement) -> dict[str, Any]:
    return {
        "statement": statement.id,
        "profile": statement.profile,
        "says": statement.says,
        "judged_by": list(statement.judged_by),
        "untested": statement.untested,
    }


def _table(rows: Sequence[PageStatement]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("statement", overflow="fold", ratio=3)
    table.add_column("says", overflow="fold", ratio=4)
    table.add_column("judged by, or why not", overflow="fold", ratio=4)
    for statement in rows:
        judges = (
            Text("\n".join(statement.judged_by))
            if statement.judged_by
            else _why(statement)
        )
        table.add_row(Text(statement.name), Text(statement.says), judges)
    return table


def _why(statement: PageStatement) -> Text:
    return Text(statement.untested, "yellow")
