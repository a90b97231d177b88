"""The statements of the vendors' pages (`cases/statements.toml` and its folder)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.inputs.source import standing


@dataclass(frozen=True, slots=True)
class PageStatement:
    """A statement of a page: what it says, and the requirements that judge it.

    `untested` is the reason why none does; a statement has the one or the other.
    `mark` and `seen_on` tell how firm it is, as those of a source do.
    """

    id: str
    profile: str
    says: str
    judged_by: tuple[str, ...]
    untested: str
    mark: str = ""
    seen_on: str = ""
    # The places of its document that it is about beside its own; `*` is any text.
    covers: tuple[str, ...] = ()

    @property
    def standing(self) -> str:
        """The mark, with the day of what was seen."""
        return standing(self.mark, self.seen_on)

    @property
    def document(self) -> str:
        """The key of the page, as in `cases/sources.toml`."""
        return self.id.split("#")[0]

    @property
    def name(self) -> str:
        """The place in the page: `request.n.minimum`."""
        return self.id.split("#")[1]


def statements_of(
    table: Mapping[str, Any], untested: Mapping[str, Any], cited: Mapping[str, Any]
) -> tuple[PageStatement, ...]:
    """The statements of a table, in the order of the pages.

    `cited` are the documents and their passages. A statement that is a passage of the
    same key says what the passage says, and is as firm.
    """
    reasons = _reasons(untested)
    return tuple(
        _statement(
            id,
            table["profile"][id.split("#")[0]],
            {
                **cited["document"].get(id.split("#")[0], {}),
                **row,
                **cited["passage"].get(id, {}),
            },
            reasons.get(id, ""),
        )
        for id, row in table["statement"].items()
    )


def _statement(
    id: str, profile: str, row: Mapping[str, Any], untested: str
) -> PageStatement:
    return PageStatement(
        id=id,
        profile=profile,
        says=row["says"],
        judged_by=tuple(row.get("judged_by", ())),
        untested=untested,
        mark=row.get("mark", ""),
        seen_on=row.get("seen_on", ""),
        covers=tuple(_place(id, covered) for covered in row.get("covers", ())),
    )


def _reasons(untested: Mapping[str, Any]) -> dict[str, str]:
    """Why statements are not judged: each for itself, or several for one reason."""
    alone = {id: row["why"] for id, row in untested.items() if id != "group"}
    groups = untested.get("group", {}).values()
    return alone | {id: row["why"] for row in groups for id in row["of"]}


def _place(id: str, covered: str) -> str:
    """The whole name of a place, which may leave out the field or the document."""
    if covered[0] in ":=.([":
        return f"{id}{covered}"
    return covered if "#" in covered else f"{id.split('#')[0]}#{covered}"
