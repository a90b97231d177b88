"""Profiles: the vendors' contracts by name and date (`cases/profiles/*.toml`)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from math import inf
from types import MappingProxyType
from typing import Any

from conformance.core.requirement import Level, Requirement

REFERENCE = "openai"
# The value of a setting of which the document says nothing.
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a vendor's document says of requirements: their level and source there."""

    requirement: str
    level: Level
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One contract: what is required, which statuses and bodies answer a mistake.

    `statuses` maps a kind of refusal to the codes that may answer it; `envelopes`
    maps a status (or `default`) to the schema of the body; `models` the models
    to ask of each kind, the first ones first; `settings` the rest of the differences.
    """

    name: str
    title: str
    dated: str
    base_path: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    models: Mapping[str, tuple[str, ...]]
    statuses: Mapping[str, tuple[int, ...]]
    envelopes: Mapping[str, str]
    settings: Mapping[str, Any]
    statements: tuple[Statement, ...]
    # The settings of the reference contract.
    reference: Mapping[str, Any] = field(default_factory=dict)
    # The contracts that it extends, the nearest first.
    extends: tuple[str, ...] = ()
    # The fields that are refused, by endpoint: `chat`, `completions`, `embeddings`.
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def knows(self) -> tuple[str, ...]:
        """All capabilities that the contract names."""
        return self.required + self.optional

    def allows(self, endpoint: str, fields: Mapping[str, Any]) -> bool:
        """Whether none of a request's fields is refused, null or too long here."""
        stops = fields.get("stop")
        if isinstance(stops, list) and len(stops) > self._stops:
            return False
        if not self.settings.get("nulls", True) and None in fields.values():
            return False
        return set(self.refused.get(endpoint, ())).isdisjoint(fields)

    @property
    def _stops(self) -> float:
        """The most stop texts that a request may have."""
        return self.bound("stop_most") if "stop_most" in self.settings else inf

    def is_meant(self, names: Collection[str]) -> bool:
        """Whether what is for these contracts is for this one, too; none: for all."""
        return not names or not {self.name, *self.extends}.isdisjoint(names)

    def bound(self, setting: str) -> int:
        """A bound of a field; where the document states none, the reference's."""
        value = self.settings[setting]
        return int(self.reference[setting] if value == NOT_STATED else value)

    def envelope(self, status: int) -> str:
        """The schema of an error body with this status; empty: none documented."""
        return self.envelopes.get(str(status), self.envelopes["default"])

    def level(self, requirement: Requirement) -> Level:
        """How binding a requirement is under this contract."""
        statement = self._statement(requirement.id)
        return statement.level if statement else requirement.level

    def source(self, requirement: Requirement) -> str:
        """Where this contract states a requirement."""
        statement = self._statement(requirement.id)
        return statement.source if statement else requirement.source

    def _statement(self, id: str) -> Statement | None:
        return next(
            (s for s in self.statements if fnmatchcase(id, s.requirement)), None
        )


def refused_in(raw: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """The fields that a table says are refused, by endpoint."""
    fields = raw.get("fields", {}).items()
    stated = {name: row["refused"] for name, row in fields if "refused" in row}
    return MappingProxyType({name: tuple(row) for name, row in stated.items()})


def profiles_of(tables: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Profile]:
    """The profiles of these tables by name, sorted, over the reference contract."""
    reference = tables[REFERENCE]
    return MappingProxyType(
        {name: profile_of(name, reference, tables[name]) for name in sorted(tables)}
    )


def profile_of(
    name: str, reference: Mapping[str, Any], raw: Mapping[str, Any]
) -> Profile:
    """The profile that a table describes; what it leaves out, the reference says."""

    def table(key: str) -> dict[str, Any]:
        return {**reference.get(key, {}), **raw.get(key, {})}

    return Profile(
        name=name,
        title=raw["title"],
        dated=raw["dated"],
        base_path=raw["base_path"],
        required=tuple(raw["required"]),
        optional=tuple(raw["optional"]),
        models=MappingProxyType({k: tuple(v) for k, v in table("models").items()}),
        statuses=MappingProxyType({k: tuple(v) for k, v in table("statuses").items()}),
        envelopes=MappingProxyType(raw["envelopes"]),
        settings=MappingProxyType(table("settings")),
        statements=tuple(
            Statement(row["requirement"], Level(row["level"]), row["source"])
            for row in raw.get("statement", ())
        ),
        reference=MappingProxyType(dict(reference.get("settings", {}))),
        refused=refused_in(raw),
    )
