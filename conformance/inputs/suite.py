"""The suite as a value: all that is sent, and whose contracts it is judged by."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from conformance.formats.nearest import nearest
from conformance.formats.paths import data
from conformance.inputs.capability import Capability, capabilities_of, with_parents
from conformance.inputs.case import Case, cases_below, cases_in
from conformance.inputs.endpoint import Endpoint, endpoints_of
from conformance.inputs.inheritance import profiles_of
from conformance.inputs.own_folder import OwnFolder
from conformance.inputs.profile import REFERENCE, Profile
from conformance.inputs.source import Source, sources_of
from conformance.inputs.statement import PageStatement, statements_of


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases, capabilities, profiles, sources, statements of pages, and endpoints.

    It is loaded once where a process begins, and handed down; any part may also be
    given as a value. Nothing changes it: `with_…` gives another suite.
    """

    cases: Mapping[str, Case] = field(default_factory=_nothing)
    capabilities: Mapping[str, Capability] = field(default_factory=_nothing)
    profiles: Mapping[str, Profile] = field(default_factory=_nothing)
    sources: Mapping[str, Source] = field(default_factory=_nothing)
    statements: tuple[PageStatement, ...] = ()
    endpoints: Mapping[str, Endpoint] = field(default_factory=_nothing)
    # The folders of owners whose requirements are judged beside the packaged ones.
    own: tuple[OwnFolder, ...] = ()

    @classmethod
    def load(
        cls, folder: Path | None = None, case_files: Iterable[Path] = ()
    ) -> "Suite":
        """The suite of a folder (by default the packaged one) and a user's cases.

        UsageError says what is wrong with one of the user's files.
        """
        root = folder or data("cases")
        capabilities = capabilities_of(table(root / "capabilities.toml"))
        cited = tables(root, "sources")
        sources = sources_of(cited)
        contracts = {p.stem: table(p) for p in (root / "profiles").glob("*.toml")}
        suite = cls(
            cases=_by_name(cases_below(root)),
            capabilities=capabilities,
            profiles=profiles_of(contracts, capabilities, sources),
            sources=sources,
            statements=statements_of(
                tables(root, "statements"), tables(root, "untested"), cited
            ),
            endpoints=endpoints_of(table(root / "endpoints.toml")),
        )
        return suite.with_files(case_files)

    def with_files(self, case_files: Iterable[Path]) -> "Suite":
        """The suite with the cases of these files; UsageError says what is wrong."""
        return self.with_cases([c for file in case_files for c in _read(file, self)])

    def with_cases(self, cases: Iterable[Case]) -> "Suite":
        """The suite with further cases; one of a known name takes its place."""
        return replace(self, cases=_by_name((*self.cases.values(), *cases)))

    def with_own(self, folder: OwnFolder) -> "Suite":
        """The suite with the requirements, cases and sources of an owner's folder.

        What is known stays as it is.
        """
        sources = {**folder.sources, **self.sources}
        return replace(
            self,
            cases=_by_name((*folder.cases, *self.cases.values())),
            sources=MappingProxyType(dict(sorted(sources.items()))),
            own=(*self.own, folder),
        )

    def with_profile(self, profile: Profile) -> "Suite":
        """The suite with a further profile."""
        every = {**self.profiles, profile.name: profile}
        return replace(self, profiles=MappingProxyType(dict(sorted(every.items()))))

    def with_endpoint(self, endpoint: Endpoint) -> "Suite":
        """The suite with a further endpoint."""
        every = {**self.endpoints, endpoint.name: endpoint}
        return replace(self, endpoints=MappingProxyType(every))

    @property
    def mission(self) -> tuple[str, ...]:
        """The contracts that it was made for: its pages' and the reference."""
        return tuple(
            name
            for name in self.profiles
            if name == REFERENCE or name in self._of_seeds
        )

    @property
    def _of_seeds(self) -> frozenset[str]:
        seeds = {k.split("#")[0] for k, s in self.sources.items() if s.mark == "seed"}
        return frozenset(s.profile for s in self.statements if s.document in seeds)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of model that requests name, or that a profile has one for."""
        named = {kind for case in self.cases.values() for kind in case.models}
        return frozenset(named.union(*(p.models for p in self.profiles.values())))

    def chain(self, capability: str) -> tuple[str, ...]:
        """A capability after those it is part of: `chat`, then `chat.tools`."""
        return with_parents(capability, self.capabilities)


def table(path: Path) -> dict[str, Any]:
    """The data of a TOML file of the suite."""
    return tomllib.loads(path.read_bytes().decode("utf-8"))


def tables(root: Path, name: str) -> dict[str, Any]:
    """The data of `NAME.toml` and of each file in the folder `NAME`, as of one file."""
    whole: dict[str, Any] = {}
    for path in (root / f"{name}.toml", *sorted((root / name).glob("*.toml"))):
        for key, value in table(path).items():
            whole[key] = {**whole.get(key, {}), **value}
    return whole


def _by_name(cases: Iterable[Case]) -> Mapping[str, Case]:
    return MappingProxyType({case.name: case for case in sorted(cases, key=_name)})


def _name(case: Case) -> str:
    return case.name


def _read(file: Path, suite: Suite) -> tuple[Case, ...]:
    try:
        cases = tuple(cases_in(file))
    except (OSError, ValueError, KeyError) as error:
        raise pytest.UsageError(f"--case {file.name}: {error}") from None
    for case in cases:
        _refuse_unknown(case.needs, suite.capabilities, "capability", file)
        for slip in _slips(case, suite):
            raise pytest.UsageError(f"--case {file.name}: {slip}")
    return cases


def _slips(case: Case, suite: Suite) -> Iterator[str]:
    """Conditions of a case that no contract can meet."""
    reference = suite.profiles[REFERENCE]
    return chain(case.when.slips(reference), case.unless.slips(reference))


def _refuse_unknown(
    names: Iterable[str], known: Iterable[str], what: str, file: Path
) -> None:
    for name in names:
        if name not in known:
            raise pytest.UsageError(
                f"--case {file.name}: {name!r} is not a {what}. {nearest(name, known)}"
            )
