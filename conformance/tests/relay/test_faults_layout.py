"""Faults are laid out as the requirements are that catch them."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from conformance.relay import Bend, faults
from conformance.tests.packaged import CATALOGUE

PACKAGE = import_module("conformance.relay.faults")
MODULES = [
    module.name
    for module in walk_packages(PACKAGE.__path__, f"{PACKAGE.__name__}.")
    if not module.ispkg
]


def places() -> Iterator[tuple[Bend, str]]:
    """Every fault, with the module within the package where it stands."""
    for name in MODULES:
        for value in vars(import_module(name)).values():
            if isinstance(value, Bend):
                yield value, name.removeprefix(f"{PACKAGE.__name__}.")


def subjects() -> dict[str, str]:
    """Where each requirement stands: area and subject."""
    modules = {entry.id: entry.function.__module__ for entry in CATALOGUE.entries}
    return {
        id: module.removeprefix("conformance.requirements.").replace("test_", "")
        for id, module in modules.items()
    }


def test_a_fault_stands_where_its_requirement_does() -> None:
    """A fault stands in the file of its requirement, or in a part of that file."""
    home = subjects()
    elsewhere = [
        (bend.name, place, home[bend.caught_by])
        for bend, place in places()
        if place != home[bend.caught_by]
        and not place.startswith(f"{home[bend.caught_by]}_")
    ]
    assert elsewhere == []


def test_every_fault_has_one_place() -> None:
    """No fault stands in two files, and none is lost."""
    names = sorted(bend.name for bend, _ in places())
    assert names == [bend.name for bend in faults()]


def test_helpers_hold_no_faults() -> None:
    """Modules whose names begin with an underscore hold no faults."""
    assert [place for _, place in places() if "._" in f".{place}"] == []
