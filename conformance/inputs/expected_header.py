"""Headers that a contract promises of answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class ExpectedHeader:
    """A header of answers: what its value looks like, and which answers have it."""

    name: str
    pattern: str
    # `all` answers, or those to what was a `success` or a `refusal`.
    on: str = "all"
    # The first words of the paths of its routes; empty: every route.
    routes: tuple[str, ...] = ()

    def is_due(self, url: str, *, accepted: bool) -> bool:
        """Whether the answer to a request has it."""
        if self.on != "all" and (self.on == "success") is not accepted:
            return False
        words = urlsplit(url).path.split("/")
        return not self.routes or any(word in self.routes for word in _route(words))

    def fits(self, value: str) -> bool:
        """Whether a value is of the promised form."""
        return re.fullmatch(self.pattern, value) is not None


def expected_headers(table: Mapping[str, Any]) -> Iterator[ExpectedHeader]:
    """The headers of a profile's table `headers`."""
    for name, row in table.get("expected", {}).items():
        stated = {"pattern": row} if isinstance(row, str) else row
        routes = tuple(stated.get("routes", ()))
        yield ExpectedHeader(name, stated["pattern"], stated.get("on", "all"), routes)


def _route(words: list[str]) -> list[str]:
    """The words of a path that may name its route: of two, the first one does."""
    return words[:-1] if words[-2:] == ["chat", "completions"] else words
