"""Capabilities: what a relay can offer (`cases/capabilities.toml`)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from conformance.formats.paths import data


@dataclass(frozen=True, slots=True)
class Capability:
    """Something a relay can offer, and the case that finds out whether it does.

    `words` are what a refusal may name; empty if it is a route of its own.
    """

    name: str
    summary: str
    case: str
    words: tuple[str, ...]
    # Whether it is judged only where it is claimed: finding out costs too much.
    costly: bool = False


@cache
def capabilities() -> Mapping[str, Capability]:
    """All capabilities by name, each after the one it is part of."""
    raw = tomllib.loads((data("cases") / "capabilities.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            name: Capability(
                name,
                row["summary"],
                row["case"],
                tuple(row.get("words", ())),
                row.get("costly", False),
            )
            for name, row in sorted(raw.items())
        }
    )


def chain(name: str) -> Iterator[str]:
    """A capability after those it is part of: `chat`, then `chat.tools`."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        part = ".".join(parts[:length])
        if part in capabilities():
            yield part
