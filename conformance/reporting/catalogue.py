"""All requirements of the suite, without collecting them as tests."""

import hashlib
import importlib
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import ModuleType

from conformance.core.catalogue_entry import CatalogueEntry, entries_of
from conformance.core.causes import Explanations
from conformance.core.requirement import Requirement
from conformance.inputs.admission import admits, is_void
from conformance.inputs.case import Case
from conformance.inputs.profile import Profile
from conformance.inputs.suite import Suite

SUITE = "conformance.requirements"


@cache
def entries(package: str = SUITE) -> tuple[CatalogueEntry, ...]:
    """The requirements of a package's test modules, sorted by id."""
    every = [e for module in _modules(package) for e in entries_of(module)]
    return tuple(sorted(every, key=_id))


def every_entry(suite: Suite) -> tuple[CatalogueEntry, ...]:
    """The packaged requirements and those of a suite's owners, sorted by id."""
    own = [entry for folder in suite.own for entry in folder.entries]
    return tuple(sorted([*entries(), *own], key=_id)) if own else entries()


def is_apart(stated: Requirement, profile: Profile) -> bool:
    """Whether a requirement is an owner's that his contract does not name.

    It is judged, and says nothing of whether a target keeps its contract.
    """
    return stated.own and not profile.rules(stated)


def applies(case: Case, stated: Requirement, profile: Profile) -> bool:
    """Whether a requirement is judged on a case under a profile."""
    if stated.only_stated and not profile.asserts(stated.id):
        return False
    if stated.where and not profile.states(stated.where):
        return False
    if any(is_void(profile, case, field) for field in stated.effects):
        return False
    if case.own and not stated.own:
        return False
    if not admits(profile, case):
        return False
    return any(fnmatchcase(case.name, pattern) for pattern in stated.on)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Requirements, sorted by id, and the suite that they are judged with."""

    suite: Suite = field(default_factory=Suite)
    entries: tuple[CatalogueEntry, ...] = ()

    @classmethod
    def of(cls, suite: Suite) -> "Catalogue":
        """The packaged requirements and those of owners, judged with a suite."""
        return cls(suite, every_entry(suite))

    @property
    def digest(self) -> str:
        """What identifies the requirements, and the cases they are judged on.

        What is of owners is left out: their folders have digests of their own.
        """
        requirements = [
            [
                e.id,
                r.level,
                r.on,
                r.source,
                r.only_stated,
                r.where,
                r.effects,
                list(map(astuple, r.explained_by)),
            ]
            for e in sorted(self.entries, key=_id)
            for r in [e.requirement]
            if not r.own
        ]
        binding = [
            [profile.name, [astuple(statement) for statement in profile.statements]]
            for profile in self.suite.profiles.values()
        ]
        cases = self.suite.cases.values()
        sent = [[case.name, case.digest] for case in cases if not case.own]
        text = json.dumps([requirements, binding, sent], separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    @property
    def explanations(self) -> Explanations:
        """By requirement, which others may explain that it is violated."""
        return {entry.id: entry.requirement.explained_by for entry in self.entries}

    def find(self, id: str) -> CatalogueEntry | None:
        """The requirement of an id."""
        return next((entry for entry in self.entries if entry.id == id), None)

    def cases_of(self, entry: CatalogueEntry, profile: Profile) -> tuple[Case, ...]:
        """The cases on which a requirement is judged under a profile."""
        every = self.suite.cases.values()
        return tuple(c for c in every if applies(c, entry.requirement, profile))

    def profiles_of(self, entry: CatalogueEntry) -> tuple[Profile, ...]:
        """The profiles under which a requirement is judged at all."""
        every = self.suite.profiles.values()
        return tuple(profile for profile in every if self.cases_of(entry, profile))

    def closest(self, id: str) -> list[str]:
        """The known ids that look most like `id`, best first."""
        known = [entry.id for entry in self.entries]
        within = [name for name in known if id and id in name]
        alike = get_close_matches(id, known, n=5, cutoff=0.4)
        return list(dict.fromkeys([*alike, *within]))[:5]


def _modules(package: str) -> Iterator[ModuleType]:
    """The test modules below a package, in the order of their paths."""
    root = Path(str(importlib.import_module(package).__file__)).parent
    for path in sorted(root.rglob("test_*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield importlib.import_module(".".join((package, *parts)))


def _id(entry: CatalogueEntry) -> str:
    return entry.id
