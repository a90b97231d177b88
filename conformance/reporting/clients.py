"""Ordinary clients: what a target's violations do to them (`cases/clients.toml`)."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from conformance.core.verdict import Verdict
from conformance.formats.paths import data
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.verdicts import Judged

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
    raw = tomllib.loads((data("cases") / "clients.toml").read_text("utf-8"))
    return tuple(
        KnownClient(**row, breaks=tuple(_breaks(row["name"], raw["seen"])))
        for row in raw["client"]
    )


def journeys() -> Mapping[str, str]:
    """What the clients were asked to do, in words."""
    raw = tomllib.loads((data("cases") / "clients.toml").read_text("utf-8"))
    return dict(raw["journeys"])


def fates(judged: Judged, catalogue: Catalogue) -> list[dict[str, Any]]:
    """How each client fares with a target, and why, for its report."""
    found = {v.requirement: v.verdict for v in judged.verdicts}
    missed = {id for id, verdict in found.items() if verdict in _MISSED}
    asked = {b.requirement for client in clients() for b in client.breaks}
    untested = {
        id
        for id in asked
        if (found[id] in _UNKNOWN if id in found else _is_stated(id, judged, catalogue))
    }
    return [_fate(client, missed, untested) for client in clients()]


def _fate(client: KnownClient, missed: set[str], untested: set[str]) -> dict[str, Any]:
    felt = [asdict(b) for b in client.breaks if b.requirement in missed]
    unknown = sorted({b.requirement for b in client.breaks} & untested)
    fate = Fate.BREAKS if felt else Fate.NOT_TESTED if unknown else Fate.WORKS
    return {
        "name": client.name,
        "title": client.title,
        "version": client.version,
        "fate": fate.value,
        "breaks": felt,
        "untested": unknown,
    }


def _is_stated(id: str, judged: Judged, catalogue: Catalogue) -> bool:
    """Whether the target's contract has a requirement at all."""
    entry, profile = catalogue.find(id), judged.target.profile
    return entry is None or bool(catalogue.cases_of(entry, profile))


def _breaks(client: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[KnownBreak]:
    for row in rows:
        if client in row["breaks"]:
            does = row["breaks"][client]
            yield KnownBreak(row["requirement"], row["journey"], row["fault"], does)
