"""Profiles: the vendors' contracts by name and date (`cases/profiles/*.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from types import MappingProxyType
from typing import Any

from conformance.core.requirement import Level, Requirement
from conformance.formats.paths import data

REFERENCE = "openai"


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
    maps a status (or `default`) to the schema of the body; `models` the documented
    model of each kind; `settings` the rest of the differences table.
    """

    name: str
    title: str
    dated: str
    base_path: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    models: Mapping[str, str]
    statuses: Mapping[str, tuple[int, ...]]
    envelopes: Mapping[str, str]
    settings: Mapping[str, Any]
    statements: tuple[Statement, ...]

    @property
    def knows(self) -> tuple[str, ...]:
        """All capabilities that the contract names."""
        return self.required + self.optional

    def envelope(self, status: int) -> str:
        """The schema of an error body with this status; empty: none documented."""
        return self.envelopes.get(str(status), self.envelopes["default"])

    def level(self, requirement: Requirement) -> Level:
        """How binding a requirement is under this contract."""
        found = self._statement(requirement.id)
        return found.level if found else requirement.level

    def source(self, requirement: Requirement) -> str:
        """Where this contract states a requirement."""
        found = self._statement(requirement.id)
        return found.source if found else requirement.source

    def _statement(self, id: str) -> Statement | None:
        return next(
            (s for s in self.statements if fnmatchcase(id, s.requirement)), None
        )


@cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by name, sorted, each over the reference contract."""
    found = {p.stem: p for p in sorted((data("cases") / "profiles").glob("*.toml"))}
    reference = tomllib.loads(found[REFERENCE].read_text("utf-8"))
    return MappingProxyType(
        {
            name: _profile(name, reference, tomllib.loads(path.read_text("utf-8")))
            for name, path in found.items()
        }
    )


def _profile(name: str, reference: dict[str, Any], raw: dict[str, Any]) -> Profile:
    def table(key: str) -> dict[str, Any]:
        return {**reference.get(key, {}), **raw.get(key, {})}

    return Profile(
        name=name,
        title=raw["title"],
        dated=raw["dated"],
        base_path=raw["base_path"],
        required=tuple(raw["required"]),
        optional=tuple(raw["optional"]),
        models=MappingProxyType(table("models")),
        statuses=MappingProxyType({k: tuple(v) for k, v in table("statuses").items()}),
        envelopes=MappingProxyType(raw["envelopes"]),
        settings=MappingProxyType(table("settings")),
        statements=tuple(
            Statement(row["requirement"], Level(row["level"]), row["source"])
            for row in raw.get("statement", ())
        ),
    )
