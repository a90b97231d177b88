"""The statements of the vendors' pages (`cases/statements.toml` and its folder)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.inputs.source import Source


@dataclass(frozen=True, slots=True)
class PageStatement:
    """A statement of a page: what it says, and the requirements that judge it.

    `untested` is the reason why none does; a statement has the one or the other.
    """

    id: str
    profile: str
    says: str
    judged_by: tuple[str, ...]
    untested: str

    @property
    def document(self) -> str:
        """The key of the page, as in `cases/sources.toml`."""
        return self.id.split("#")[0]

    @property
    def name(self) -> str:
        """The place in the page: `request.n.minimum`."""
        return self.id.split("#")[1]


def statements_of(
    table: Mapping[str, Any],
    untested: Mapping[str, Any],
    sources: Mapping[str, Source],
) -> tuple[PageStatement, ...]:
    """The statements of a table, in the order of the pages.

    One that is a passage of the same key says what the passage says.
    """
    contracts = table["profile"]
    return tuple(
        PageStatement(
            id,
            contracts[id.split("#")[0]],
            sources[id].says if id in sources else row["says"],
            tuple(row.get("judged_by", ())),
            untested.get(id, {}).get("why", ""),
        )
        for id, row in table["statement"].items()
    )
