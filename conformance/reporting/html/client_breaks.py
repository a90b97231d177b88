"""What a target's violations mean for ordinary clients, as the page shows it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from conformance.formats.escape import visible
from conformance.reporting.clients import Fate, journeys
from conformance.reporting.html.view import View

Found = dict[str, Any]

# How the page marks and names a fate.
_FATES = {
    Fate.BREAKS: ("must", "breaks"),
    Fate.WORKS: ("pass", "works"),
    Fate.NOT_TESTED: ("not-tested", "no break found"),
}


@dataclass(frozen=True, slots=True)
class ClientBreak:
    """A violated requirement that breaks a client: when, and what comes of it."""

    requirement: str
    link: str
    waived: bool
    moments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClientRow:
    """How a client fares with a target."""

    title: str
    version: str
    mark: str
    fate: str
    felt: tuple[ClientBreak, ...]
    untested: tuple[str, ...]


def clients(view: View, several: bool) -> list[ClientRow]:
    """The clients of a target; links name the target if there are several."""
    beside = f"&target={_quoted(view.target['name'])}" if several else ""
    waived = {r.found["requirement"] for r in view.rows if r.kind == "waived"}
    return [_client(one, beside, waived) for one in view.target["clients"]]


def _client(raw: Found, beside: str, waived: set[str]) -> ClientRow:
    by_id: dict[str, list[Found]] = {}
    for one in raw["breaks"]:
        by_id.setdefault(one["requirement"], []).append(one)
    felt = (
        ClientBreak(id, f"#{_quoted(id)}{beside}", id in waived, _moments(seen))
        for id, seen in by_id.items()
    )
    mark, fate = _FATES[Fate(raw["fate"])]
    untested = tuple(raw["untested"])
    return ClientRow(raw["title"], raw["version"], mark, fate, tuple(felt), untested)


def _moments(seen: list[Found]) -> tuple[tuple[str, str], ...]:
    """The journeys, and what comes of each; what several faults show, once."""
    does: dict[str, dict[str, None]] = {}
    for one in seen:
        does.setdefault(one["journey"], {})[one["does"]] = None
    words = journeys()
    return tuple(
        (words.get(name, name), "; or ".join(told)) for name, told in does.items()
    )


def _quoted(text: str) -> str:
    """A text as part of an address."""
    return quote(visible(text), safe="")
