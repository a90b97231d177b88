"""What the judgement of a requirement reads: its source, and the schemas it names."""

from collections.abc import Iterator
from functools import cache
from inspect import getsource, isfunction, unwrap
from types import FunctionType
from typing import Any

from conformance.formats.schema import validator
from conformance.tests.packaged import CATALOGUE

_FUNCTIONS = {entry.id: entry.function for entry in CATALOGUE.entries}


def read_by(function: FunctionType, seen: set[str] | None = None) -> Iterator[str]:
    """The source of a requirement, and of what it calls within the suite."""
    seen = set() if seen is None else seen
    if function.__qualname__ in seen:
        return
    seen.add(function.__qualname__)
    yield getsource(function)
    for name in function.__code__.co_names:
        called = function.__globals__.get(name) or _in_module(function, name)
        if isfunction(called) and ".requirements." in called.__module__:
            helper = unwrap(called)  # of what marks a helper that judges an exchange
            assert isinstance(helper, FunctionType)
            yield from read_by(helper, seen)


def _in_module(function: FunctionType, name: str) -> object:
    """A function of a module that the source names before a dot."""
    modules = [function.__globals__.get(word) for word in function.__code__.co_names]
    return next((getattr(m, name) for m in modules if hasattr(m, name)), None)


@cache
def text_of(id: str) -> str:
    """All that a requirement's judgement reads, as source."""
    function = _FUNCTIONS[id]
    assert isinstance(function, FunctionType)
    return "\n".join(read_by(function))


def paths(schema: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of the fields that a schema describes, through lists and references."""
    if not isinstance(schema, dict):
        return
    yield at
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("relaycert:").removesuffix(".json")
        yield from paths(validator(name).schema, at)
    for name, inner in schema.get("properties", {}).items():
        yield from paths(inner, (*at, name))
    yield from paths(schema.get("items"), at)
