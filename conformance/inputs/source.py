"""The documents that requirements come from (`cases/sources.toml`, its folder)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

_URL = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a document: where it stands, its mark, and what it says.

    `mark` tells how firm it is: `seed`, `vendor`, `upstream`, `client` (what
    ordinary clients do with an answer), `seen` (in an exchange, on the day `seen_on`),
    `inferred`, or `owner` (what the target's owner states in words of his own).
    """

    key: str
    title: str
    url: str
    mark: str
    says: str
    seen_on: str = ""

    @property
    def standing(self) -> str:
        """The mark, with the day of what was seen."""
        return standing(self.mark, self.seen_on)


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
    stated = {**document, **row}
    return Source(
        key=key,
        title=document["title"],
        url=stated["url"],
        mark=stated["mark"],
        says=stated["says"],
        seen_on=stated.get("seen_on", ""),
    )


def standing(mark: str, seen_on: str) -> str:
    """How firm something is, in words: `vendor`, `seen 2026-11-22`."""
    return f"{mark} {seen_on}".strip()


def stated_source(text: str, mark: str, title: str = "") -> Source:
    """What somebody's own words name: a section, an address, or both; below a title."""
    url = _URL.search(text)
    address = url[0] if url else ""
    place = text.replace(address, "").strip(" ,;:()")
    words = ", ".join(filter(None, (title, place)))
    title = words or address
    return Source(title, title, address, mark, "")
