"""Every statement and route of the vendors' documents, and what judges it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from conformance.cli.trace_tables import as_tables
from conformance.formats.nearest import nearest
from conformance.inputs.endpoint import Endpoint
from conformance.inputs.profile import Oddity, Profile
from conformance.inputs.statement import PageStatement
from conformance.inputs.suite import Suite
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
    statements: Sequence[PageStatement], profile: str | None, document: str | None
) -> list[PageStatement]:
    """The statements of a profile's documents, or of one of them; without both, all."""
    return [
        statement
        for statement in statements
        if profile in (None, statement.profile)
        and document in (None, statement.document)
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


def to_json(
    rows: Sequence[PageStatement], odd: Sequence[tuple[str, Oddity]] = ()
) -> str:
    """Statements and oddities as JSON."""
    stated = [_as_dict(statement) for statement in rows]
    read = [_oddity(id, oddity) for id, oddity in odd]
    return json.dumps([*stated, *read], indent=1) + "\n"


def print_trace(
    catalogue: Catalogue,
    profile: str | None,
    document: str | None = None,
    *,
    as_json: bool,
) -> None:
    """Print the statements and routes of all documents, of a profile's, or of one."""
    every = (*catalogue.suite.statements, *routes(catalogue))
    of_profile = chosen(every, profile, None)
    if not of_profile:
        # A contract that is there is no slip for one that has pages.
        meant = "" if profile in catalogue.suite.profiles else str(profile)
        advice = nearest(meant, {one.profile for one in every})
        raise click.UsageError(f"{profile!r} has no pages to trace. {advice}")
    rows = chosen(of_profile, None, document)
    if not rows:
        advice = nearest(str(document), {one.document for one in of_profile})
        raise click.UsageError(f"{document!r} is no document of these. {advice}")
    odd = oddities(catalogue.suite, profile) if document is None else []
    if as_json:
        click.echo(to_json(rows, odd), nl=False)
    else:
        terminal.put(as_tables(rows, odd))


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
        "covers": list(statement.covers),
    }


def _oddity(id: str, oddity: Oddity) -> dict[str, Any]:
    profile = id.split("/")[0]
    return {"oddity": id, "profile": profile, **asdict(oddity)}
