"""How one contract lies over another: the same for packaged ones and for files."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from conformance.core.requirement import Level
from conformance.inputs.capability import with_parents
from conformance.inputs.profile import REFERENCE, TABLES, Oddity, Profile, Statement

# How deep tables are laid over each other: below, a row takes the place of another.
_DEPTH = 2


def profiles_of(
    tables: Mapping[str, Mapping[str, Any]],
    capabilities: Collection[str],
    sources: Collection[str],
) -> Mapping[str, Profile]:
    """The packaged profiles of these tables by name, sorted."""
    known: dict[str, Profile] = {}
    for name in _in_order(tables):
        parent = tables[name].get("extends")
        base = known[parent] if parent else _base(known.get(REFERENCE))
        known[name] = laid_over(base, name, tables[name], capabilities, sources)
    return MappingProxyType(dict(sorted(known.items())))


def laid_over(
    base: Profile,
    name: str,
    raw: Mapping[str, Any],
    capabilities: Collection[str],
    sources: Collection[str],
) -> Profile:
    """A contract with what a table says laid over it, under a name of its own."""

    def over(key: str, depth: int = 1) -> Mapping[str, Any]:
        return merged(getattr(base, key), raw.get(key, {}), depth)

    required, optional = capabilities_of(base, raw, capabilities)
    return replace(
        base,
        name=name,
        title=raw["title"],
        dated=raw["dated"],
        base_path=raw.get("base_path", base.base_path),
        required=required,
        optional=optional,
        models=_lists(over("models")),
        statuses=_lists(over("statuses")),
        envelopes=over("envelopes"),
        settings=over("settings"),
        statements=(*_statements(name, raw, sources), *base.statements),
        oddities=(*_oddities(raw), *base.oddities),
        extends=(base.name, *base.extends) if base.name else (),
        **{key: over(key, _DEPTH) for key in TABLES},
    )


def capabilities_of(
    base: Profile, raw: Mapping[str, Any], capabilities: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is required, and what is optional; the one may have been the other."""
    if "extends" not in raw:
        return tuple(raw["required"]), tuple(raw["optional"])

    def added(key: str) -> set[str]:
        names = raw.get(key, ())
        return {part for name in names for part in with_parents(name, capabilities)}

    def left(names: Iterable[str], key: str) -> set[str]:
        gone = raw.get(key, ())
        return {n for n in names if not any(_is_part(n, whole) for whole in gone)}

    required = left(base.required, "required_drop") | added("required_add")
    known = {*base.knows, *added("optional_add")}
    optional = left(known, "optional_drop") - required
    return tuple(sorted(required)), tuple(sorted(optional))


def merged(
    base: Mapping[str, Any], raw: Mapping[str, Any], depth: int
) -> Mapping[str, Any]:
    """A table with another laid over it, and so are the tables in it to this depth."""

    def over(below: Any, above: Any) -> Any:
        if depth > 1 and isinstance(above, Mapping):
            return merged(below if isinstance(below, Mapping) else {}, above, depth - 1)
        return tuple(above) if isinstance(above, list) else above

    laid = {key: over(base.get(key), value) for key, value in raw.items()}
    return MappingProxyType({**base, **laid})


def own_key(name: str, row: Mapping[str, Any]) -> str:
    """The key of the passage that a statement quotes of a contract of one's own."""
    return f"{name}#{row['requirement']}"


def _base(reference: Profile | None) -> Profile:
    """What a contract that extends none lies over: the reference's tables alone."""
    if reference is None:
        return Profile()
    return replace(reference, name="", required=(), optional=(), statements=())


def _in_order(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The names, the reference first, and each after the one that it extends."""
    waiting = sorted(tables, key=lambda name: (name != REFERENCE, name))
    done: set[str] = set()
    while waiting:
        ready = [n for n in waiting if tables[n].get("extends") in {None, *done}]
        if not ready:
            raise ValueError(f"{', '.join(waiting)}: extended is what is not there.")
        yield from ready
        done.update(ready)
        waiting = [name for name in waiting if name not in done]


def _statements(
    name: str, raw: Mapping[str, Any], sources: Collection[str]
) -> Iterator[Statement]:
    for row in raw.get("statement", ()):
        key = row["source"] if row["source"] in sources else own_key(name, row)
        yield Statement(row["requirement"], Level(row["level"]), key)


def _oddities(raw: Mapping[str, Any]) -> Iterator[Oddity]:
    for row in raw.get("oddity", ()):
        yield Oddity(row["says"], row["reading"])


def _is_part(name: str, whole: str) -> bool:
    return name == whole or name.startswith(f"{whole}.")


def _lists(table: Mapping[str, Any]) -> Mapping[str, tuple[Any, ...]]:
    return MappingProxyType(
        {k: (v,) if isinstance(v, str) else tuple(v) for k, v in table.items()}
    )
