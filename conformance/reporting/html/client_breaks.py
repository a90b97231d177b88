"""What a target's violations mean for ordinary clients, as the page shows it."""

from dataclasses import dataclass
from urllib.parse import quote

from conformance.formats.escape import visible
from conformance.reporting.clients import Fate, journeys
from conformance.reporting.document import ClientBreakRow, ClientRow
from conformance.reporting.html.view import View
from conformance.reporting.words import Mark

# How the page marks and names a fate.
_FATES = {
    Fate.BREAKS: (Mark.MUST, "breaks"),
    Fate.WORKS: (Mark.PASS, "works"),
    Fate.NOT_TESTED: (Mark.NOT_TESTED, "no break found"),
}


@dataclass(frozen=True, slots=True)
class ClientBreak:
    """A violated requirement that breaks a client: when, and what comes of it."""

    requirement: str
    link: str
    waived: bool
    moments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClientFate:
    """How a client fares with a target."""

    title: str
    version: str
    mark: Mark
    fate: str
    breaks: tuple[ClientBreak, ...]
    untested: tuple[str, ...]
    otherwise: tuple[str, ...]


def clients(view: View, several: bool) -> list[ClientFate]:
    """The clients of a target; links name the target if there are several."""
    beside = f"&target={_quoted(view.target['name'])}" if several else ""
    waived = {
        row.verdict["requirement"] for row in view.rows if row.mark is Mark.WAIVED
    }
    return [_client(client, beside, waived) for client in view.target["clients"]]


def _client(client: ClientRow, beside: str, waived: set[str]) -> ClientFate:
    by_id: dict[str, list[ClientBreakRow]] = {}
    for row in client["breaks"]:
        by_id.setdefault(row["requirement"], []).append(row)
    breaks = (
        ClientBreak(id, f"#{_quoted(id)}{beside}", id in waived, _moments(rows))
        for id, rows in by_id.items()
    )
    mark, fate = _FATES[Fate(client["fate"])]
    return ClientFate(
        client["title"],
        client["version"],
        mark,
        fate,
        tuple(breaks),
        tuple(client["untested"]),
        tuple(client["otherwise"]),
    )


def _moments(rows: list[ClientBreakRow]) -> tuple[tuple[str, str], ...]:
    """The journeys, and what comes of each; what several faults show, once."""
    does: dict[str, dict[str, None]] = {}
    for row in rows:
        does.setdefault(row["journey"], {})[row["does"]] = None
    words = journeys()
    return tuple(
        (words.get(name, name), "; or ".join(effects)) for name, effects in does.items()
    )


def _quoted(text: str) -> str:
    """A text as part of an address."""
    return quote(visible(text), safe="")
