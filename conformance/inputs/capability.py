"""Capabilities: what a relay can offer (`cases/capabilities.toml`)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Capability:
    """Something a relay can offer, and the case that finds out whether it does.

    `words` are what a refusal may name; empty if it is a route of its own. `fields` are
    those of its request that are its own: a refusal that names another one, which was
    sent as well, says nothing of it.
    """

    name: str
    summary: str
    case: str
    words: tuple[str, ...]
    # Whether it is judged only where it is claimed: finding out costs too much.
    costly: bool = False
    fields: tuple[str, ...] = ()
    # The case that finds out instead where the model thinks.
    thinking: str = ""
    # Whether it is the model's own: how it wants to be asked tells, and no claim does.
    thinks: bool = False


def capabilities_of(table: Mapping[str, Any]) -> Mapping[str, Capability]:
    """The capabilities of a table by name, each after the one it is part of."""
    return MappingProxyType(
        {
            name: Capability(
                name,
                row["summary"],
                row["case"],
                tuple(row.get("words", ())),
                row.get("costly", False),
                tuple(row.get("fields", ())),
                row.get("thinking", ""),
                row.get("thinks", False),
            )
            for name, row in sorted(table.items())
        }
    )


def prefixes(name: str) -> Iterator[str]:
    """A dotted name after those it is part of: `chat`, then `chat.tools`."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def with_parents(name: str, known: Collection[str]) -> tuple[str, ...]:
    """A capability after the known ones that it is part of."""
    return tuple(part for part in prefixes(name) if part in known)
