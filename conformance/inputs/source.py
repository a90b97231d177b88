"""The documents that requirements come from (`cases/sources.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from conformance.formats.paths import data


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a document: where it stands, its mark, and what it says.

    `mark` tells how firm it is: `seed`, `vendor`, `upstream`, `client` (what
    ordinary clients do with an answer) or `inferred`.
    """

    key: str
    title: str
    url: str
    mark: str
    says: str


@cache
def sources() -> Mapping[str, Source]:
    """All passages by key, sorted."""
    raw = tomllib.loads((data("cases") / "sources.toml").read_text("utf-8"))
    documents = raw["document"]
    return MappingProxyType(
        {
            key: _source(key, documents[key.split("#")[0]], row)
            for key, row in sorted(raw["passage"].items())
        }
    )


def _source(key: str, document: dict[str, str], row: dict[str, str]) -> Source:
    mark = row.get("mark", document["mark"])
    return Source(
        key, document["title"], row.get("url", document["url"]), mark, row["says"]
    )
