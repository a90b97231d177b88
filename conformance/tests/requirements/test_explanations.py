"""What is said of which violations explain which."""

from fnmatch import fnmatchcase
from graphlib import TopologicalSorter

import pytest

from conformance.core.catalogue_entry import CatalogueEntry
from conformance.core.explanation import Bond, Explanation
from conformance.tests.packaged import CATALOGUE, SUITE

STATED = [
    pytest.param(entry, explanation, id=f"{entry.id}-{explanation.by}")
    for entry in CATALOGUE.entries
    for explanation in entry.requirement.explained_by
]


def named(pattern: str) -> list[CatalogueEntry]:
    return [e for e in CATALOGUE.entries if fnmatchcase(e.id, pattern)]


def cases_of(entry: CatalogueEntry) -> set[str]:
    """The cases on which it is judged under any profile."""
    every = SUITE.profiles.values()
    return {c.name for profile in every for c in CATALOGUE.cases_of(entry, profile)}


def test_something_is_said() -> None:
    assert len(STATED) > 100


@pytest.mark.parametrize(("entry", "explanation"), STATED)
def test_what_explains_is_there(
    entry: CatalogueEntry, explanation: Explanation
) -> None:
    others = [e for e in named(explanation.by) if e.id != entry.id]
    assert others
    seen = set().union(*map(cases_of, others))
    assert any(fnmatchcase(case, explanation.when) for case in seen)
    own = [c for c in cases_of(entry) if fnmatchcase(c, explanation.cases)]
    assert own
    if explanation.bond is Bond.ANSWER:
        assert seen.intersection(own), "no answer is judged by both"


@pytest.mark.parametrize(("entry", "explanation"), STATED)
def test_what_explains_is_binding_enough(
    entry: CatalogueEntry, explanation: Explanation
) -> None:
    """A MUST that only a SHOULD explains would never be folded."""
    every = named(explanation.by)
    levels = [e.requirement.level for e in every]
    assert any(level.reaches(entry.requirement.level) for level in levels)


def test_nothing_explains_itself_in_a_circle() -> None:
    graph = {
        entry.id: {
            other.id for e in entry.requirement.explained_by for other in named(e.by)
        }
        for entry in CATALOGUE.entries
    }
    assert not [id for id, others in graph.items() if id in others]
    assert list(TopologicalSorter(graph).static_order())
