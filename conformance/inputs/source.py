"""The documents that requirements come from (`cases/sources.toml`, its folder)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a document: where it stands, its mark, and what it says.

    `mark` tells how firm it is: `seed`, `vendor`, `upstream`, `client` (what
    ordinary clients do with an answer), `seen` (in an exchange) or `inferred`.
    """

    key: str
    title: str
    url: str
    mark: str
    says: str


def sources_of(table: Mapping[str, Any]) -> Mapping[str, Source]:
    """The passages of a table of documents by key, sorted."""
    documents = table["document"]
    return MappingProxyType(
        {
            key: _source(key, documents[key.split("#")[0]], row)
            for key, row in sorted(table["passage"].items())
        }
    )


def _source(key: str, document: dict[str, str], row: dict[str, str]) -> Source:
    mark = row.get("mark", document["mark"])
    return Source(
        key, document["title"], row.get("url", document["url"]), mark, row["says"]
    )
