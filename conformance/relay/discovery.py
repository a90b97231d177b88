"""Values that the modules of a package define: nothing keeps a list of them."""

from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def defined_in(package: ModuleType, kind: type[T]) -> list[T]:
    """All values of a type in a package's modules and in those of its folders."""
    names = [
        module.name
        for module in walk_packages(package.__path__, f"{package.__name__}.")
    ]
    values = [value for name in names for value in vars(import_module(name)).values()]
    # A value that a module has imported from another one counts once.
    return list({id(v): v for v in values if isinstance(v, kind)}.values())
