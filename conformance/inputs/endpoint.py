"""Endpoints: the routes that vendors document (`cases/endpoints.toml`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from conformance.inputs.case import Case
from conformance.inputs.step import Step

MARKS = {
    "S": "described on a page of the suite",
    "N": "named in a menu",
    "V": "described on another page",
}
_PLACE = re.compile(r"\{\w+\}")
# What stands before a route of Midjourney for tasks of another speed.
_SPEED = re.compile(r"^/mj-[a-z]+(?=/mj/)")


class Unit(StrEnum):
    """What a provider counts of the requests to an endpoint."""

    NOTHING = ""
    TOKENS = "tokens"
    PICTURES = "pictures"
    # Read out.
    CHARACTERS = "characters"
    # Listened to.
    SECONDS = "seconds"
    TASKS = "tasks"


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
    priced: Unit = Unit.NOTHING
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

    def offer(self, vendor: str) -> str:
        """How a vendor's documents offer it, or that they do not."""
        marks = self.offers.get(vendor, "").split()
        if not marks:
            return "Its documents do not offer it."
        ways = " and ".join(MARKS[mark] for mark in marks)
        return f"{ways[0].upper()}{ways[1:]}."

    def is_reached_by(self, case: Case) -> bool:
        """Whether a case sends a request to one of the routes, for what it is about."""
        if self.needs and not set(self.needs) & set(case.needs):
            return False
        return any(self.takes(step) for step in case.steps)

    def takes(self, step: Step) -> bool:
        """Whether a step is a request to one of the routes."""
        return any(_is_to(route, step) for route in self.routes)


def endpoints_of(table: Mapping[str, Any]) -> Mapping[str, Endpoint]:
    """The endpoints of a table by name, in the order of the matrix."""
    return MappingProxyType(
        {name: _endpoint(name, row) for name, row in table["endpoint"].items()}
    )


def _is_to(route: str, step: Step) -> bool:
    method, _, path = route.partition(" ")
    pattern = _PLACE.sub("[^/]+", path)
    sent = _SPEED.sub("", step.path)
    sent = sent if sent.startswith("/mj") else f"/v1{sent}"
    return step.method == method and re.fullmatch(pattern, sent) is not None


def _endpoint(name: str, row: Mapping[str, Any]) -> Endpoint:
    return Endpoint(
        name,
        tuple(row["routes"]),
        row["says"],
        tuple(row["judged_by"]),
        Unit(row.get("priced", "")),
        tuple(row.get("needs", ())),
        row.get("offers", {}),
        row.get("beyond", {}),
        row.get("unsent", {}),
    )
