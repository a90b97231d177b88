"""Pictures at an address (source: openai/images#url)."""

from conformance import (
    MUST,
    Blocked,
    Exchange,
    Violation,
    anywhere,
    field_of,
    judges_exchange,
    requirement,
)
from conformance.formats.image import picture
from conformance.formats.urls import is_absolute, is_private
from conformance.requirements.images._pictures import addresses, is_of_dalle, items
from conformance.requirements.reading import summary_of

SOURCE = "openai/images#url"


@requirement(
    "images.url",
    MUST,
    on="images/generation",
    source=SOURCE,
    breaks="Clients that fetch the address have nothing to fetch it from.",
    fix="Send an absolute address, with its scheme and its host.",
)
def test_address_is_absolute(exchange: Exchange) -> None:
    """The address of a picture is absolute, or holds the picture itself."""
    for item in items(exchange):
        url = item.get("url")
        if not url and not item.get("b64_json"):
            raise Blocked("an item has no picture")
        if not url and not is_of_dalle(exchange):
            raise Blocked("the picture is inside the answer")
        if not isinstance(url, str) or not _is_address(url):
            raise Violation("an absolute URL", field_of(item, "url"), at="/data/*/url")


@requirement(
    "images.url.reachable",
    MUST,
    on=("images/generation", "images/fetch"),
    source=SOURCE,
    breaks="Clients show a broken picture: its address leads nowhere for them.",
    fix="Send an address that clients can fetch, of the upstream or of your own.",
    explained_by=anywhere("images.url"),
)
def test_address_leads_to_the_picture(exchange: Exchange) -> None:
    """The address of a picture leads a client to it."""
    if exchange.request.method == "GET":
        _is_fetched(exchange)
        return
    for url in addresses(exchange):
        _leads_out(url, exchange.request.url)


def _is_address(url: str) -> bool:
    return url.startswith("data:image/") or is_absolute(url)


@judges_exchange
def _is_fetched(exchange: Exchange) -> None:
    if exchange.status != 200:
        expected, got = "the picture, with status 200", summary_of(exchange)
        raise Violation(expected, got, f"the address {exchange.request.url}")
    picture(exchange.body, at=exchange.request.url)


def _leads_out(url: str, base: str) -> None:
    """Raise a Violation if an address is of less reach than the relay's own."""
    if not is_absolute(url):
        raise Blocked("the address is none that is fetched")
    if base.startswith("https:") and not url.startswith("https:"):
        raise Violation("an https address", got=url, at="/data/*/url")
    if is_private(url) and not is_private(base):
        raise Violation("a public host", got=url, at="/data/*/url")
