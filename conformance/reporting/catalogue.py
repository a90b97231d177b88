"""All requirements of the suite, without collecting them as tests."""

import hashlib
import importlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from inspect import getdoc, getmembers, isfunction
from pathlib import Path
from types import ModuleType

from conformance.core.requirement import Requirement
from conformance.inputs.case import Case, cases
from conformance.inputs.profile import Profile, profiles

SUITE = "conformance.requirements"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One requirement, with its sentence and the function that judges it."""

    requirement: Requirement
    sentence: str
    module: str
    function: Callable[..., None]

    @property
    def id(self) -> str:
        """The requirement's id."""
        return self.requirement.id


@cache
def entries(package: str = SUITE) -> tuple[CatalogueEntry, ...]:
    """The requirements of a package's test modules, sorted by id."""
    found = [e for module in _modules(package) for e in entries_of(module)]
    return tuple(sorted(found, key=_id))


def entries_of(module: ModuleType) -> Iterator[CatalogueEntry]:
    """The requirements that one module states itself."""
    for _, function in getmembers(module, isfunction):
        for mark in getattr(function, "pytestmark", ()):
            if mark.name == "requirement" and function.__module__ == module.__name__:
                yield CatalogueEntry(
                    mark.args[0], _sentence(function), module.__name__, function
                )


def digest(found: Sequence[CatalogueEntry]) -> str:
    """What identifies a set of requirements, and the cases they are judged on."""
    stated = [
        [e.id, r.level, r.on, r.source, r.profiles]
        for e in sorted(found, key=_id)
        for r in [e.requirement]
    ]
    binding = [
        [p.name, [astuple(s) for s in p.statements]] for p in profiles().values()
    ]
    sent = [[case.name, case.digest] for case in cases().values()]
    text = json.dumps([stated, binding, sent], separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def applies(case: Case, stated: Requirement, profile: Profile) -> bool:
    """Whether a requirement is judged on a case under a profile."""
    for limited in (case.profiles, stated.profiles):
        if limited and profile.name not in limited:
            return False
    if not all(need in profile.knows for need in case.needs):
        return False
    return any(fnmatchcase(case.name, pattern) for pattern in stated.on)


def cases_of(entry: CatalogueEntry, profile: Profile) -> tuple[Case, ...]:
    """The cases on which a requirement is judged under a profile."""
    every = cases().values()
    return tuple(c for c in every if applies(c, entry.requirement, profile))


def profiles_of(entry: CatalogueEntry) -> tuple[Profile, ...]:
    """The profiles under which a requirement is judged at all."""
    return tuple(p for p in profiles().values() if cases_of(entry, p))


def closest(id: str, found: Sequence[CatalogueEntry]) -> list[str]:
    """The known ids that look most like `id`, best first."""
    known = [entry.id for entry in found]
    within = [name for name in known if id and id in name]
    alike = get_close_matches(id, known, n=5, cutoff=0.4)
    return list(dict.fromkeys([*alike, *within]))[:5]


def _modules(package: str) -> Iterator[ModuleType]:
    """The test modules below a package, in the order of their paths."""
    root = Path(str(importlib.import_module(package).__file__)).parent
    for path in sorted(root.rglob("test_*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield importlib.import_module(".".join((package, *parts)))


def _sentence(function: Callable[..., None]) -> str:
    return " ".join((getdoc(function) or "").split("\n\n")[0].split())


def _id(entry: CatalogueEntry) -> str:
    return entry.id
