"""The families of requests: each module here that names one holds it."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from conformance.generation.family import Family


def families_here() -> Mapping[str, Family]:
    """The families of the modules of this folder, by name, sorted."""
    modules = (
        import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)
    )
    values = [value for module in modules for value in vars(module).values()]
    families = {value.name: value for value in values if isinstance(value, Family)}
    return dict(sorted(families.items()))


FAMILIES = families_here()
