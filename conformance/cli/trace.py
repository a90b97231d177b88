"""Every statement and route of the vendors' documents, and what judges it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from conformance.formats.escape import count
from conformance.formats.nearest import nearest
from conformance.inputs.endpoint import Endpoint
from conformance.inputs.profile import Oddity, Profile
from conformance.inputs.statement import PageStatement
from conformance.inputs.suite import Suite
from conformance.reporting import terminal
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.endpoints import named

# The marks of a vendor's own words.
_OWN_WORDS = ("seed", "vendor")


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


def oddities(suite: Suite, profile: str | None) -> list[tuple[str, Oddity]]:
    """What is odd in a profile's documents, by name; in all without a profile.

    What a contract has of the one that it extends is named where that is.
    """
    named = [profile] if profile else suite.profiles
    return [
        (f"{name}/oddities#{number}", oddity)
        for name in named
        for number, oddity in enumerate(_of_its_own(suite, name, profile), 1)
    ]


def _of_its_own(suite: Suite, name: str, wanted: str | None) -> tuple[Oddity, ...]:
    contract = suite.profiles[name]
    if wanted or not contract.extends:
        return contract.oddities
    above = len(suite.profiles[contract.extends[0]].oddities)
    return contract.oddities[: len(contract.oddities) - above]


def as_json(
    rows: Sequence[PageStatement], odd: Sequence[tuple[str, Oddity]] = ()
) -> str:
    """Statements and oddities as JSON."""
    stated = [_as_dict(statement) for statement in rows]
    read = [_oddity(id, oddity) for id, oddity in odd]
    return json.dumps([*stated, *read], indent=1) + "\n"


def as_tables(
    rows: Sequence[PageStatement], odd: Sequence[tuple[str, Oddity]] = ()
) -> Iterator[RenderableType]:
    """Statements as tables, a table for each page; then what is odd."""
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
    left_out = sum(not statement.judged_by for statement in rows)
    yield Text(f"{count(len(rows), 'statement')}, {left_out} of them not judged", "dim")


def print_trace(catalogue: Catalogue, profile: str | None, *, as_json: bool) -> None:
    """Print the statements and routes of all documents, or of statement profile's."""
    statements = catalogue.suite.statements
    rows = chosen((*statements, *routes(catalogue)), profile)
    odd = oddities(catalogue.suite, profile) if rows else []
    if not rows:
        # A contract that is there is no slip for one that has pages.
        meant = "" if profile in catalogue.suite.profiles else str(profile)
        advice = nearest(meant, {statement.profile for statement in statements})
        raise click.UsageError(f"{profile!r} has no pages to trace. {advice}")
    if as_json:
        click.echo(_json(rows, odd), nl=False)
    else:
        terminal.put(as_tables(rows, odd))


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
        "mark": statement.mark,
        "seen_on": statement.seen_on,
        "judged_by": list(statement.judged_by),
        "untested": statement.untested,
    }


def _oddity(id: str, oddity: Oddity) -> dict[str, Any]:
    profile = id.split("/")[0]
    return {"oddity": id, "profile": profile, **asdict(oddity)}


def _odd_table(odd: Sequence[tuple[str, Oddity]]) -> Table:
    table = _columns("oddity", "says", "read as")
    for id, oddity in odd:
        table.add_row(Text(id), Text(oddity.says), Text(oddity.reading))
    return table


def _table(rows: Sequence[PageStatement]) -> Table:
    table = _columns("statement", "says", "judged by, or why not")
    for statement in rows:
        judges = (
            Text("\n".join(statement.judged_by))
            if statement.judged_by
            else _why(statement)
        )
        table.add_row(Text(statement.name), _says(statement), judges)
    return table


def _columns(name: str, says: str, last: str) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column(name, overflow="fold", ratio=3)
    table.add_column(says, overflow="fold", ratio=4)
    table.add_column(last, overflow="fold", ratio=4)
    return table


def _says(statement: PageStatement) -> Text:
    """What it says; and how firm it is, where that is not the vendor's own word."""
    if statement.mark in ("", *_OWN_WORDS):
        return Text(statement.says)
    return Text.assemble(statement.says, (f" ({statement.standing})", "dim"))


def _why(statement: PageStatement) -> Text:
    return Text(statement.untested, "yellow")
