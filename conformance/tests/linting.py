"""What the linters of the suite's data look at, and how they name what is wrong."""

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.inputs.admission import admits
from conformance.inputs.case import Case
from conformance.inputs.profile import Profile
from conformance.tests.packaged import CATALOGUE, SUITE

CASES, ENTRIES, PROFILES = (
    tuple(SUITE.cases.values()),
    CATALOGUE.entries,
    tuple(SUITE.profiles.values()),
)
# Marks of the passages that are a vendor's own words, and of all others.
OWN_MARKS = ("seed", "vendor")
# What is not the words of a document: it binds nobody.
WEAK_MARKS = ("seen", "inferred")
MARKS = (*OWN_MARKS, "upstream", "client", *WEAK_MARKS)


@cache
def sent_under(profile: str) -> tuple[Case, ...]:
    """The cases that a profile lets apply."""
    return tuple(case for case in CASES if admits(SUITE.profiles[profile], case))


def judging(case: Case) -> Iterator[CatalogueEntry]:
    """The requirements that are judged on a case."""
    for entry in ENTRIES:
        if any(fnmatchcase(case.name, pattern) for pattern in entry.requirement.on):
            yield entry


def is_cheap(case: Case) -> bool:
    """Whether a case is sent without being claimed."""
    parts = [part for need in case.needs for part in SUITE.chain(need)]
    return not any(SUITE.capabilities[part].costly for part in parts)


def steps(cases: Iterable[Case]) -> int:
    """How many requests cases send that need no instrument."""
    return sum(len(case.steps) for case in cases if not case.instrument)


def wrong_cases(is_right: Callable[[Case], bool]) -> list[str]:
    """The names of the cases that are not right."""
    return [case.name for case in CASES if not is_right(case)]


def wrong_requirements(is_right: Callable[[CatalogueEntry], bool]) -> list[str]:
    """The ids of the requirements that are not right."""
    return [entry.id for entry in ENTRIES if not is_right(entry)]


def wrong_profiles(is_right: Callable[[Profile], bool]) -> list[str]:
    """The names of the profiles that are not right."""
    return [profile.name for profile in PROFILES if not is_right(profile)]
