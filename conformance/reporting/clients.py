"""Ordinary clients: what a target's violations do to them (`cases/clients.toml`)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from conformance.core.target_verdict import RequirementVerdict
from conformance.core.verdict import Verdict
from conformance.formats.paths import data
from conformance.inputs.profile import Profile
from conformance.inputs.suite import table
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.document import ClientBreakRow, ClientRow

_UNKNOWN = (Verdict.NOT_TESTED, Verdict.INCONCLUSIVE)
_MISSED = (Verdict.VIOLATED, Verdict.WAIVED)


class Fate(StrEnum):
    """How a client fares with a target."""

    BREAKS = "breaks"
    WORKS = "works"
    # Nothing that was judged breaks it, but not all that could was judged.
    NOT_TESTED = "not-tested"


@dataclass(frozen=True, slots=True)
class KnownBreak:
    """What a client does when a requirement is violated, and on what occasion."""

    requirement: str
    journey: str
    fault: str
    does: str


@dataclass(frozen=True, slots=True)
class KnownClient:
    """An ordinary client, in the version that was looked at."""

    name: str
    title: str
    version: str
    breaks: tuple[KnownBreak, ...]


@cache
def clients() -> tuple[KnownClient, ...]:
    """The clients of which is known what breaks them, in the order of the file."""
    raw = _table()
    return tuple(
        KnownClient(**row, breaks=tuple(_breaks(row["name"], raw["seen"])))
        for row in raw["client"]
    )


def journeys() -> Mapping[str, str]:
    """What the clients were asked to do, in words."""
    return dict(_table()["journeys"])


@cache
def _table() -> dict[str, Any]:
    return table(data("cases") / "clients.toml")


def fates(
    verdicts: Iterable[RequirementVerdict], profile: Profile, catalogue: Catalogue
) -> list[ClientRow]:
    """How each client fares with a target, and why, for its report."""
    by_id = {v.requirement: v.verdict for v in verdicts}
    missed = {id for id, verdict in by_id.items() if verdict in _MISSED}
    matter = {b.requirement for client in clients() for b in client.breaks}
    untested = {
        id
        for id in matter
        if (
            by_id[id] in _UNKNOWN if id in by_id else _is_stated(id, profile, catalogue)
        )
    }
    return [_fate(client, missed, untested) for client in clients()]


def _fate(client: KnownClient, missed: set[str], untested: set[str]) -> ClientRow:
    broken = [b for b in client.breaks if b.requirement in missed]
    unknown = sorted({b.requirement for b in client.breaks} & untested)
    fate = Fate.BREAKS if broken else Fate.NOT_TESTED if unknown else Fate.WORKS
    return {
        "name": client.name,
        "title": client.title,
        "version": client.version,
        "fate": fate.value,
        "breaks": [_break(known) for known in broken],
        "untested": unknown,
    }


def _break(known: KnownBreak) -> ClientBreakRow:
    return {
        "requirement": known.requirement,
        "journey": known.journey,
        "fault": known.fault,
        "does": known.does,
    }


def _is_stated(id: str, profile: Profile, catalogue: Catalogue) -> bool:
    """Whether a contract has a requirement at all."""
    entry = catalogue.find(id)
    return entry is None or bool(catalogue.cases_of(entry, profile))


def _breaks(client: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[KnownBreak]:
    for row in rows:
        if client in row["breaks"]:
            does = row["breaks"][client]
            yield KnownBreak(row["requirement"], row["journey"], row["fault"], does)
