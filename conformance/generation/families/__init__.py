"""The families of requests: each module here that names one holds it."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from conformance.generation.family import Family


def _families() -> Iterator[Family]:
    """The families of the modules of this folder, in the order of their names."""
    for name in sorted(module.name for module in iter_modules(__path__)):
        values = vars(import_module(f"{__name__}.{name}")).values()
        yield from (value for value in values if isinstance(value, Family))


FAMILIES: Mapping[str, Family] = {family.name: family for family in _families()}
