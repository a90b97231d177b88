"""Recordings of the relay on loopback as they would be at a public address."""

from dataclasses import replace

from conformance.core.exchange import Exchange, Recording

PUBLIC_ROOT = "https://relay.example"


def at_public_address(recording: Recording, root: str) -> Recording:
    """The recording with the relay's own root replaced, where it is named at all.

    Some faults matter only to clients that are not on the relay's own machine, and
    no self-test can bring the relay to another one.
    """
    moved = tuple(_moved(exchange, root) for exchange in recording)
    return replace(recording, exchanges=moved)


def _moved(exchange: Exchange, root: str) -> Exchange:
    url = exchange.request.url.replace(root, PUBLIC_ROOT)
    pieces = tuple(
        replace(piece, data=piece.data.replace(root.encode(), PUBLIC_ROOT.encode()))
        for piece in exchange.response.pieces
    )
    return replace(
        exchange,
        request=replace(exchange.request, url=url),
        response=replace(exchange.response, pieces=pieces),
    )
