"""A requirement as a module states it: with its sentence, and what judges it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getdoc, getmembers, isfunction
from types import ModuleType

from conformance.core.requirement import Requirement


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


def entries_of(module: ModuleType) -> Iterator[CatalogueEntry]:
    """The requirements that one module states itself."""
    for _, function in getmembers(module, isfunction):
        for mark in getattr(function, "pytestmark", ()):
            if mark.name == "requirement" and function.__module__ == module.__name__:
                yield CatalogueEntry(
                    mark.args[0], _sentence(function), module.__name__, function
                )


def _sentence(function: Callable[..., None]) -> str:
    return " ".join((getdoc(function) or "").split("\n\n")[0].split())
