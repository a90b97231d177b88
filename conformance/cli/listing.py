"""What `relaycert list` and `relaycert explain` print."""

import json
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import click
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.explanation import Explanation
from conformance.core.requirement import Level
from conformance.core.verdict import ExitCode
from conformance.formats.escape import count
from conformance.formats.nearest import nearest
from conformance.inputs.own_folder import place_of
from conformance.inputs.profile import Profile
from conformance.reporting import terminal
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.words import level_style

_CASES = 12

Proofs = Sequence[tuple[str, str]]


def chosen(
    catalogue: Catalogue, profile: Profile, area: str | None, level: str | None
) -> list[tuple[CatalogueEntry, Level]]:
    """The entries that a profile judges, of an area and a level if these are given."""
    judged = [
        (entry, profile.level(entry.requirement))
        for entry in catalogue.entries
        if catalogue.cases_of(entry, profile)
    ]
    return [
        (entry, binding)
        for entry, binding in judged
        if area in (None, entry.requirement.area)
        and (level is None or binding == level.upper())
    ]


def as_json(
    rows: Sequence[tuple[CatalogueEntry, Level]], profile: Profile, catalogue: Catalogue
) -> str:
    """A list of requirements as JSON."""
    described = [_as_dict(entry, level, profile, catalogue) for entry, level in rows]
    return json.dumps(described, indent=1) + "\n"


def as_table(rows: Sequence[tuple[CatalogueEntry, Level]]) -> Iterator[RenderableType]:
    """A list of requirements as a table: id, level, sentence."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("requirement", overflow="fold")
    table.add_column("level", no_wrap=True)
    table.add_column("sentence", overflow="fold")
    for entry, level in rows:
        sentence = Text(entry.sentence)
        id = f"{entry.id} (own)" if entry.requirement.own else entry.id
        table.add_row(Text(id), Text(level, level_style(level)), sentence)
    yield table
    yield Text(count(len(rows), "requirement"), "dim")


def explanation(
    entry: CatalogueEntry, catalogue: Catalogue, proofs: Proofs
) -> Iterator[RenderableType]:
    """All that is known of one requirement; `proofs` are faults it catches."""
    stated = entry.requirement
    yield Text.assemble((entry.id, "bold"), "  ", entry.sentence, "\n")
    rows = _bindings(entry, catalogue)
    rows += [("stated by", f"its owner, {place_of(entry)}")] if stated.own else []
    rows += [("impact", stated.breaks)] if stated.breaks else []
    rows += [("fix", stated.fix)]
    yield _pairs(rows)
    yield from _section("explained by", _explained_by(entry))
    yield from _section("explains", _explains(entry, catalogue))
    yield from _section("judged on", _cases(entry, catalogue))
    yield from _section("faults that prove it", list(proofs))


def print_list(
    catalogue: Catalogue,
    area: str | None,
    level: str | None,
    profile: str,
    *,
    as_json: bool,
) -> None:
    """Print the requirements of a profile, filtered."""
    profiles = catalogue.suite.profiles
    if profile not in profiles:
        raise click.UsageError(
            f"{profile!r} is not a profile. {nearest(profile, profiles)}"
        )
    areas = {entry.requirement.area for entry in catalogue.entries}
    if area is not None and area not in areas:
        raise click.UsageError(f"{area!r} is not an area. {nearest(area, areas)}")
    contract = profiles[profile]
    rows = chosen(catalogue, contract, area, level)
    if not rows:
        raise click.UsageError(f"{profile} has no such requirement.")
    if as_json:
        click.echo(_json(rows, contract, catalogue), nl=False)
    else:
        terminal.put(as_table(rows))


def print_explanation(catalogue: Catalogue, id: str, proofs: Proofs) -> ExitCode:
    """Print all that is known of a requirement, or what its id may have meant."""
    entry = catalogue.find(id)
    if entry is None:
        alike = catalogue.closest(id)
        hint = f"Did you mean {', '.join(alike)}? " if alike else ""
        raise click.UsageError(
            f"{id!r} is not a requirement. {hint}List them all: relaycert list"
        )
    terminal.put(explanation(entry, catalogue, proofs))
    return ExitCode.CONFORMANT


def _as_dict(
    entry: CatalogueEntry, level: Level, profile: Profile, catalogue: Catalogue
) -> dict[str, Any]:
    stated = entry.requirement
    return {
        "requirement": stated.id,
        "area": stated.area,
        "level": level.value,
        "sentence": entry.sentence,
        "source": profile.source(stated),
        "cases": [case.name for case in catalogue.cases_of(entry, profile)],
        "breaks": stated.breaks,
        "fix": stated.fix,
        "own": stated.own,
    }


_json = as_json


def _bindings(entry: CatalogueEntry, catalogue: Catalogue) -> list[tuple[str, str]]:
    """How binding it is, once for all the profiles that say the same."""
    grouped: dict[str, list[str]] = {}
    for profile in catalogue.profiles_of(entry):
        binding = _binding(entry, profile, catalogue)
        grouped.setdefault(binding, []).append(profile.name)
    return [(", ".join(names), binding) for binding, names in grouped.items()]


def _binding(entry: CatalogueEntry, profile: Profile, catalogue: Catalogue) -> str:
    """How binding it is under a profile, and the words behind that."""
    key = profile.source(entry.requirement)
    source = catalogue.suite.sources.get(key)
    level = profile.level(entry.requirement)
    if source is None:
        return f"{level}  {key}"
    said = f": {source.says}" if source.says else ""
    return f"{level}  {source.title}{said} ({source.standing}) {source.url}"


def _explained_by(entry: CatalogueEntry) -> list[tuple[str, str]]:
    """What it is folded below where that is violated as well."""
    return [(e.by, _condition(e)) for e in entry.requirement.explained_by]


def _explains(entry: CatalogueEntry, catalogue: Catalogue) -> list[tuple[str, str]]:
    """What is folded below it."""
    return [
        (other.id, _condition(explanation))
        for other in catalogue.entries
        for explanation in other.requirement.explained_by
        if other.id != entry.id and fnmatchcase(entry.id, explanation.by)
    ]


def _condition(explanation: Explanation) -> str:
    """When one violation explains another, in words."""
    parts = [explanation.bond.words]
    if explanation.cases != "*":
        parts.append(f"on {explanation.cases}")
    if explanation.when != "*":
        parts.append(f"if violated on {explanation.when}")
    return ", ".join(parts)


def _cases(entry: CatalogueEntry, catalogue: Catalogue) -> list[tuple[str, str]]:
    summaries = {
        case.name: case.summary
        for profile in catalogue.profiles_of(entry)
        for case in catalogue.cases_of(entry, profile)
    }
    rows = sorted(summaries.items())
    left = len(rows) - _CASES
    return rows[:_CASES] + ([("…", f"{count(left, 'more case')}")] if left > 0 else [])


def _section(title: str, rows: list[tuple[str, str]]) -> Iterator[RenderableType]:
    if rows:
        yield Text(f"\n{title}", "bold")
        yield Padding(_pairs(rows), (0, 0, 0, 2))


def _pairs(rows: list[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", overflow="fold", max_width=36)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(Text(name), Text(value))
    return grid
