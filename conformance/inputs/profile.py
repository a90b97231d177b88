"""Profiles: the vendors' contracts by name and date (`cases/profiles/*.toml`)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from conformance.core.requirement import Level, Requirement
from conformance.formats.error_form import ErrorForm, error_form
from conformance.inputs.bound import Bound, bound_of
from conformance.inputs.expected_header import ExpectedHeader, expected_headers
from conformance.inputs.field_values import values_in
from conformance.inputs.key_form import KeyForm, key_forms

REFERENCE = "openai"
# The tables that lie over another contract's key by key, and so do those in them.
TABLES = (
    "fields",
    "bounds",
    "values",
    "sent",
    "query",
    "answers",
    "errors",
    "auth",
    "headers",
    "stream",
    "reasoning",
)


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


def route_of(path: str) -> str:
    """The name of a route in a profile's tables: `chat`, `models`, `audio`, …"""
    return path.strip("/").split("/")[0].partition("?")[0]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a vendor's document says of requirements: their level and source there."""

    requirement: str
    level: Level
    source: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd about a vendor's document, and how its profile reads that."""

    says: str
    reading: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One contract: what is required, which statuses and bodies answer a mistake.

    `statuses` maps a kind of refusal to the codes that may answer it; `envelopes`
    maps a kind, a status or `default` to the schema of the body; `models` the models
    to ask of each kind, the first ones first; `settings` the rest of the differences.
    """

    name: str = ""
    title: str = ""
    dated: str = ""
    base_path: str = ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    models: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    statuses: Mapping[str, tuple[int, ...]] = field(default_factory=_nothing)
    envelopes: Mapping[str, str] = field(default_factory=_nothing)
    settings: Mapping[str, Any] = field(default_factory=_nothing)
    statements: tuple[Statement, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    # The contracts that it extends, the nearest first.
    extends: tuple[str, ...] = ()
    # Tables of the file, as `schemas/own/profile.json` describes them; those of
    # requests are by endpoint: `chat`, `completions`, `embeddings`.
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=_nothing)
    bounds: Mapping[str, Mapping[str, Any]] = field(default_factory=_nothing)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=_nothing)
    sent: Mapping[str, Mapping[str, Any]] = field(default_factory=_nothing)
    query: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)
    answers: Mapping[str, Any] = field(default_factory=_nothing)
    errors: Mapping[str, Any] = field(default_factory=_nothing)
    auth: Mapping[str, Any] = field(default_factory=_nothing)
    headers: Mapping[str, Any] = field(default_factory=_nothing)
    stream: Mapping[str, Any] = field(default_factory=_nothing)
    reasoning: Mapping[str, Any] = field(default_factory=_nothing)

    @property
    def knows(self) -> tuple[str, ...]:
        """All capabilities that the contract names."""
        return self.required + self.optional

    def allows(self, endpoint: str, fields: Mapping[str, Any]) -> bool:
        """Whether none of a request's fields is refused, null or too long here."""
        if not self.settings.get("nulls", True) and None in fields.values():
            return False
        return set(self.refused(endpoint)).isdisjoint(fields)

    def refused(self, route: str) -> tuple[str, ...]:
        """The fields that a route (`chat`, `completions`, …) refuses."""
        return tuple(self.fields.get(route, {}).get("refused", ()))

    def void(self, route: str) -> tuple[str, ...]:
        """The fields that a route takes without any effect."""
        return tuple(self.fields.get(route, {}).get("void", ()))

    def needed(self, route: str) -> tuple[str, ...]:
        """The fields without which a route refuses a request."""
        return tuple(self.fields.get(route, {}).get("required", ()))

    def has_values(self, route: str, fields: Mapping[str, Any]) -> bool:
        """Whether enumerated fields have values that the document lists, if it does."""
        rows = self.values.get(route, {}).items()
        return all(
            value in listed
            for name, listed in rows
            for value in values_in(fields, name)
        )

    def completed(self, route: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A request's fields, beside those that every request of the route has."""
        return {**self.sent.get(route, {}), **fields}

    def names(self, route: str, field: str) -> bool:
        """Whether a route has a field, as far as the document says."""
        stated = self.fields.get(route, {})
        return not stated.get("closed", False) or field in stated.get("known", ())

    def is_meant(self, names: Collection[str]) -> bool:
        """Whether what is for these contracts is for this one, too; none: for all."""
        return not names or not {self.name, *self.extends}.isdisjoint(names)

    def asserts(self, requirement: str) -> bool:
        """Whether the document states a requirement by its own name."""
        return any(one.requirement == requirement for one in self.statements)

    def bound(self, route: str, field: str) -> Bound:
        """The bounds of a field; the reference's, where the document says nothing."""
        return bound_of(self.bounds.get(route, {}).get(field, {}))

    def envelope(self, status: int, kind: str = "") -> str:
        """The schema of an error body with this status; empty: none documented.

        `kind` is the kind of refusal, where that is known: two of them may share a
        status, and differ in their bodies.
        """
        if kind in self.envelopes and status in self.statuses.get(kind, ()):
            return self.envelopes[kind]
        return self.envelopes.get(str(status), self.envelopes["default"])

    def states(self, key: str) -> bool:
        """Whether the document says something by a key of a table, as `auth.public`."""
        table, _, name = key.partition(".")
        stated: Mapping[str, Any] = getattr(self, table)
        return bool(stated.get(name))

    @property
    def key_forms(self) -> tuple[KeyForm, ...]:
        """How a key goes with a request: the usual form first."""
        return tuple(key_forms(self.auth))

    @property
    def model_schema(self) -> str:
        """The schema of one model, which goes with that of the list."""
        listed = str(self.settings["models_list"])
        return listed.replace("model-list", "model", 1)

    @property
    def expected_headers(self) -> tuple[ExpectedHeader, ...]:
        """The headers that answers are promised to have."""
        return tuple(expected_headers(self.headers))

    def is_public(self, path: str) -> bool:
        """Whether a route is documented to need no key."""
        return route_of(path) in self.auth.get("public", ())

    def query_of(self, path: str) -> Mapping[str, str]:
        """What stands behind the `?` of each request of a route."""
        return self.query.get(route_of(path), {})

    def means(self, status: int, *kinds: str) -> bool:
        """Whether a status is documented for one of these kinds of refusal."""
        return any(status in self.statuses.get(kind, ()) for kind in kinds)

    def error_form(self, status: int, kind: str = "") -> ErrorForm:
        """Where such an error body has its message and its other fields."""
        return error_form(self.envelope(status, kind))

    def level(self, requirement: Requirement) -> Level:
        """How binding a requirement is under this contract."""
        statement = self._statement(requirement)
        return statement.level if statement else requirement.level

    def source(self, requirement: Requirement) -> str:
        """Where this contract states a requirement."""
        statement = self._statement(requirement)
        return statement.source if statement else requirement.source

    def rules(self, requirement: Requirement) -> bool:
        """Whether a statement of this contract is about a requirement."""
        return self._statement(requirement) is not None

    def _statement(self, requirement: Requirement) -> Statement | None:
        return next((s for s in self.statements if _is_about(s, requirement)), None)


def _is_about(statement: Statement, requirement: Requirement) -> bool:
    """Whether a statement means a requirement; an owner's is meant by its area alone.

    Who wrote `*.stream.usage` knew nothing of what others would call theirs.
    """
    area = statement.requirement.split(".", 1)[0]
    meant = not requirement.own or area == requirement.area
    return meant and fnmatchcase(requirement.id, statement.requirement)
