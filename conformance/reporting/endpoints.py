"""The matrix of endpoints: who documents which route, and what judges it there."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from conformance.formats.paths import data
from conformance.inputs.case import Case
from conformance.inputs.profile import Profile
from conformance.inputs.step import Step
from conformance.reporting.catalogue import CatalogueEntry, cases_of, entries

MARKS = {
    "S": "described on a page of the suite",
    "N": "named in a menu",
    "V": "described on another page",
}
_PART = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A row of the matrix: routes, which vendors offer them, and what judges them.

    `needs` are the capabilities that tell it from other rows on its route (none: it is
    the only one). `beyond` says why a vendor is judged that does not offer it, `unsent`
    why one of the routes is not requested.
    """

    name: str
    routes: tuple[str, ...]
    says: str
    judged_by: tuple[str, ...]
    needs: tuple[str, ...] = ()
    offers: Mapping[str, str] = field(default_factory=dict)
    beyond: Mapping[str, str] = field(default_factory=dict)
    unsent: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The routes, what they are for, and which are not requested."""
        routes = " and ".join(f"`{route}`" for route in self.routes)
        left = [f"`{route}` is not sent: {why}" for route, why in self.unsent.items()]
        return " ".join([f"{routes}: {self.says}", *left])

    def told(self, vendor: str) -> str:
        """How a vendor's documents offer it, or that they do not."""
        marks = self.offers.get(vendor, "").split()
        if not marks:
            return "Its documents do not offer it."
        ways = " and ".join(MARKS[mark] for mark in marks)
        return f"{ways[0].upper()}{ways[1:]}."


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """All rows, in the order of the matrix."""
    raw = tomllib.loads((data("cases") / "endpoints.toml").read_text("utf-8"))
    return tuple(_endpoint(name, row) for name, row in raw["endpoint"].items())


def reaches(endpoint: Endpoint, case: Case) -> bool:
    """Whether a case sends a request to one of the routes, for what it is about."""
    if endpoint.needs and not set(endpoint.needs) & set(case.needs):
        return False
    return any(_is_to(route, step) for route in endpoint.routes for step in case.steps)


def judging(endpoint: Endpoint, profile: Profile) -> tuple[CatalogueEntry, ...]:
    """The requirements that are judged on its routes under a profile."""
    return tuple(e for e in entries() if _is_judged(endpoint, e, profile))


def named(endpoint: Endpoint, profile: Profile) -> Iterator[str]:
    """Of these, the ids of those that the row names."""
    for entry in entries():
        if entry.id in endpoint.judged_by and _is_judged(endpoint, entry, profile):
            yield entry.id


def _is_judged(endpoint: Endpoint, entry: CatalogueEntry, profile: Profile) -> bool:
    return any(reaches(endpoint, case) for case in cases_of(entry, profile))


def _is_to(route: str, step: Step) -> bool:
    method, _, path = route.partition(" ")
    wanted = _PART.sub("[^/]+", path)
    made = step.path if step.path.startswith("/mj") else f"/v1{step.path}"
    return step.method == method and re.fullmatch(wanted, made) is not None


def _endpoint(name: str, row: dict[str, Any]) -> Endpoint:
    return Endpoint(
        name,
        tuple(row["routes"]),
        row["says"],
        tuple(row["judged_by"]),
        tuple(row.get("needs", ())),
        row.get("offers", {}),
        row.get("beyond", {}),
        row.get("unsent", {}),
    )
