"""Sends generated requests to a relay, and draws them for a whole contract."""

import json

import httpx

from conformance.core.exchange import Exchange
from conformance.core.message import Piece, Request, Response
from conformance.formats.sse import parse
from conformance.generation.accepted import accepted
from conformance.generation.family import Family
from conformance.generation.refused import refused
from conformance.generation.request import Generated
from conformance.inputs.profile import Profile
from conformance.plugin.dialects import dialects, models_of
from conformance.tests.packaged import SUITE

DIALECTS = dialects(SUITE)
KEY = "sk-relaycert-reference"
# As many as there are ways to break something.
ALL = 1000


def everything(profile: Profile) -> frozenset[str]:
    """All that a contract knows."""
    return frozenset(profile.knows)


def model_of(family: Family, profile: Profile) -> str:
    """The relay's model of a family's kind."""
    return models_of(profile, SUITE.profiles["openai"]).get(family.kind, "")


def drawn(
    family: Family, profile: Profile, count: int, seed: int = 1
) -> list[Generated]:
    """Requests of the accepted family, with all that the contract knows."""
    model, offered = model_of(family, profile), everything(profile)
    return accepted(family, profile, model, offered, seed, count)


def broken(family: Family, profile: Profile, seed: int = 1) -> list[Generated]:
    """All breaks of the smallest request."""
    least = family.minimal(profile, model_of(family, profile))
    return refused(family, profile, least, everything(profile), seed, ALL)


def send(http: httpx.Client, base_url: str, request: Generated) -> Exchange:
    """The exchange of a request that is sent as it stands."""
    body = json.dumps(request.json) if request.body is None else request.body
    named = {k: v for k, v in request.headers.items() if v is not None}
    headers = {"Content-Type": "application/json"} | named
    data = body.encode()
    url = address(base_url, request.path)
    got = http.request(request.method, url, content=data, headers=headers)
    pieces = (Piece(0.1, got.content),)
    response = Response(got.status_code, tuple(got.headers.items()), pieces)
    events, rest = parse(pieces) if "event-stream" in str(got.headers) else ((), b"")
    sent = Request(request.method, url, (), data)
    return Exchange(request.name, sent, response, events, rest)


def address(base_url: str, path: str) -> str:
    """Where a path leads: Midjourney's routes are beside the base of the others."""
    if not path.startswith("/mj"):
        return base_url + path
    bases = sorted((p.base_path for p in SUITE.profiles.values()), key=len)
    shortened = [base_url.removesuffix(base) for base in reversed(bases)]
    return min(shortened, key=len) + path
