"""Every statement and route of the vendors' documents, and what judges it."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from conformance.formats.escape import count
from conformance.formats.paths import data
from conformance.inputs.profile import Profile, profiles
from conformance.reporting import terminal
from conformance.reporting.endpoints import Endpoint, endpoints, named


@dataclass(frozen=True, slots=True)
class Traced:
    """A statement of a page: what it says, and the requirements that judge it.

    `untested` is the reason why none does; a statement has the one or the other.
    """

    id: str
    profile: str
    says: str
    judged_by: tuple[str, ...]
    untested: str

    @property
    def document(self) -> str:
        """The key of the page, as in `cases/sources.toml`."""
        return self.id.split("#")[0]

    @property
    def name(self) -> str:
        """The place in the page: `request.n.minimum`."""
        return self.id.split("#")[1]


@cache
def traced() -> tuple[Traced, ...]:
    """All statements, in the order of the pages."""
    stated, reasons = _read("statements"), untested()
    contracts = stated["profile"]
    return tuple(
        Traced(
            id,
            contracts[id.split("#")[0]],
            row["says"],
            tuple(row.get("judged_by", ())),
            reasons.get(id, ""),
        )
        for id, row in stated["statement"].items()
    )


def untested() -> dict[str, str]:
    """Why a statement is not judged, by its id."""
    return {id: row["why"] for id, row in _read("untested").items()}


@cache
def routes() -> tuple[Traced, ...]:
    """The rows of the matrix of endpoints, once for each vendor with pages."""
    vendors = dict.fromkeys(one.profile for one in traced())
    return tuple(
        _route(row, profiles()[vendor]) for vendor in vendors for row in endpoints()
    )


def chosen(found: Sequence[Traced], profile: str | None) -> list[Traced]:
    """The statements of a profile's documents; all of them without a profile."""
    return [one for one in found if profile in (None, one.profile)]


def as_json(rows: Sequence[Traced]) -> str:
    """Statements as JSON."""
    return json.dumps([_as_dict(one) for one in rows], indent=1) + "\n"


def as_tables(rows: Sequence[Traced]) -> Iterator[RenderableType]:
    """Statements as tables, one for each page."""
    for document in dict.fromkeys(one.document for one in rows):
        yield Text(f"{document}", "bold")
        yield _table([one for one in rows if one.document == document])
        yield Text("")
    left_out = sum(not one.judged_by for one in rows)
    yield Text(f"{count(len(rows), 'statement')}, {left_out} of them not judged", "dim")


def print_trace(profile: str | None, *, as_json: bool) -> None:
    """Print the statements and routes of all documents, or of one profile's."""
    rows = chosen((*traced(), *routes()), profile)
    if not rows:
        known = sorted({one.profile for one in traced()})
        raise click.UsageError(
            f"{profile!r} has no pages to trace. Known: {', '.join(known)}."
        )
    if as_json:
        click.echo(_json(rows), nl=False)
    else:
        terminal.put(as_tables(rows))


_json = as_json


def _route(row: Endpoint, profile: Profile) -> Traced:
    """What a vendor's documents say of a route, as a statement."""
    vendor = profile.name
    id, summary, told = f"{vendor}/endpoints#{row.name}", row.summary, row.told(vendor)
    if vendor in row.offers:
        return Traced(id, vendor, f"{summary} {told}", tuple(named(row, profile)), "")
    return Traced(id, vendor, summary, (), row.beyond.get(vendor, told))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((data("cases") / f"{name}.toml").read_text("utf-8"))


def _as_dict(one: Traced) -> dict[str, Any]:
    return {
        "statement": one.id,
        "profile": one.profile,
        "says": one.says,
        "judged_by": list(one.judged_by),
        "untested": one.untested,
    }


def _table(rows: Sequence[Traced]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("statement", overflow="fold", ratio=3)
    table.add_column("says", overflow="fold", ratio=4)
    table.add_column("judged by, or why not", overflow="fold", ratio=4)
    for one in rows:
        told = Text("\n".join(one.judged_by)) if one.judged_by else _why(one)
        table.add_row(Text(one.name), Text(one.says), told)
    return table


def _why(one: Traced) -> Text:
    return Text(one.untested, "yellow")
