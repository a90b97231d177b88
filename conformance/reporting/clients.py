"""Ordinary clients: what a target's violations do to them (`cases/clients.toml`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from conformance.core.target_verdict import RequirementVerdict
from conformance.core.verdict import Outcome, Verdict
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
    # Nothing that was judged breaks it, but not all that could was judged, or a
    # violation is of a kind that it was not seen to meet.
    NOT_TESTED = "not-tested"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What clients did when a requirement was violated in one way, on one occasion."""

    requirement: str
    journey: str
    fault: str
    kind: str = "*"
    cases: tuple[str, ...] = ("*",)
    # Of recordings of several exchanges, those that show the violation; empty: any.
    steps: tuple[str, ...] = ()
    # By client: what breaks it, and what only differs. The others went on as usual.
    breaks: Mapping[str, str] = field(default_factory=dict)
    differs: Mapping[str, str] = field(default_factory=dict)

    def does(self, client: "KnownClient") -> str:
        """What breaks a client then; empty if nothing does."""
        return self.breaks.get(client.name, "")

    def is_about(self, item: Outcome, kind: str) -> bool:
        """Whether a violation is of this way."""
        return (
            self.requirement == item.requirement
            and fnmatchcase(kind, self.kind)
            and any(fnmatchcase(item.case, pattern) for pattern in self.cases)
            and (not self.steps or item.step in self.steps)
        )


@dataclass(frozen=True, slots=True)
class KnownClient:
    """An ordinary client, in the version that was looked at."""

    name: str
    title: str
    version: str

    @property
    def breaks(self) -> tuple[Sighting, ...]:
        """The occasions on which it was seen to break."""
        return tuple(one for one in sightings() if self.name in one.breaks)


@cache
def clients() -> tuple[KnownClient, ...]:
    """The clients of which is known what breaks them, in the order of the file."""
    return tuple(KnownClient(**row) for row in _table()["client"])


@cache
def sightings() -> tuple[Sighting, ...]:
    """What the clients were seen to do, in the order of the file."""
    return tuple(map(_sighting, _table()["seen"]))


def _sighting(row: dict[str, Any]) -> Sighting:
    lists: dict[str, Any] = {
        name: tuple(row[name]) for name in ("cases", "steps") if name in row
    }
    return Sighting(**(row | lists))


def journeys() -> Mapping[str, str]:
    """What the clients were asked to do, in words."""
    return dict(_table()["journeys"])


def unavoidable() -> Mapping[tuple[str, str], str]:
    """Why each violation of a requirement breaks a client: by (requirement, client)."""
    return {
        (row["requirement"], client): row["why"]
        for row in _table()["only"]
        for client in row["clients"]
    }


@cache
def _table() -> dict[str, Any]:
    return table(data("cases") / "clients.toml")


def fates(
    verdicts: Iterable[RequirementVerdict], profile: Profile, catalogue: Catalogue
) -> list[ClientRow]:
    """How each client fares with a target, and why, for its report."""
    by_id = {verdict.requirement: verdict for verdict in verdicts}
    matter = {one.requirement for client in clients() for one in client.breaks}
    untested = {
        id
        for id in matter
        if (
            by_id[id].verdict in _UNKNOWN
            if id in by_id
            else _is_stated(id, profile, catalogue)
        )
    }
    missed = [
        (item, kind)
        for id in matter & by_id.keys()
        for item in by_id[id].items
        if item.verdict in _MISSED
        for kind in item.kind.split() or [""]
    ]
    return [_fate(client, missed, untested) for client in clients()]


def _fate(
    client: KnownClient, missed: list[tuple[Outcome, str]], untested: set[str]
) -> ClientRow:
    matter = {one.requirement for one in client.breaks}
    broken = [one for one in client.breaks if any(one.is_about(*way) for way in missed)]
    unknown = sorted(matter & untested)
    unseen = {item.requirement for item, kind in missed if not _is_seen(item, kind)}
    otherwise = sorted((matter & unseen) - {one.requirement for one in broken})
    fate = Fate.NOT_TESTED if unknown or otherwise else Fate.WORKS
    return {
        "name": client.name,
        "title": client.title,
        "version": client.version,
        "fate": (Fate.BREAKS if broken else fate).value,
        "breaks": [_break(one, client) for one in broken],
        "untested": unknown,
        "otherwise": otherwise,
    }


def _is_seen(item: Outcome, kind: str) -> bool:
    return any(one.is_about(item, kind) for one in sightings())


def _break(one: Sighting, client: KnownClient) -> ClientBreakRow:
    return {
        "requirement": one.requirement,
        "journey": one.journey,
        "fault": one.fault,
        "does": one.does(client),
    }


def _is_stated(id: str, profile: Profile, catalogue: Catalogue) -> bool:
    """Whether a contract has a requirement at all."""
    entry = catalogue.find(id)
    return entry is None or bool(catalogue.cases_of(entry, profile))
