"""Bodies as they arrive: bounded, and decompressed piece by piece."""

import zlib
from collections.abc import Iterator

from conformance.core.exchange import TOO_MUCH
from conformance.core.message import Piece

MAX_PIECES = 200_000
# So many pieces keep the time of their own; later ones are put together.
_TIMED = 20_000
_STEP = 65_536
_WINDOW = 16 + zlib.MAX_WBITS  # gzip's header, any window

PLAIN, DEFLATED = ("", "identity"), ("gzip", "x-gzip", "deflate")


class Truncated(Exception):
    """Why a body ended before its end."""


def bounded(data: Iterator[bytes], room: int) -> Iterator[bytes]:
    """The pieces, until one of the limits that guard against hostile bodies."""
    size = 0
    for count, piece in enumerate(data, 1):
        size += len(piece)
        if size > room:
            raise Truncated(f"{TOO_MUCH} {room / 2**20:.3g} MB")
        if count > MAX_PIECES:
            raise Truncated(f"{TOO_MUCH} {MAX_PIECES:,} pieces")
        yield piece


class Arrivals:
    """The pieces of a body, each with the time at which it came."""

    def __init__(self) -> None:
        self._timed: list[Piece] = []
        self._late = bytearray()
        self._at = 0.0

    def add(self, at: float, data: bytes) -> None:
        """Take the next piece."""
        if len(self._timed) < _TIMED:
            self._timed.append(Piece(round(at, 6), data))
        else:
            self._late += data
            self._at = at

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces until now."""
        late = [Piece(round(self._at, 6), bytes(self._late))] if self._late else []
        return (*self._timed, *late)


def head_of(pieces: tuple[Piece, ...], most: int) -> tuple[Piece, ...]:
    """The first bytes of a body, so many at most."""
    kept: list[Piece] = []
    for piece in pieces:
        if most <= 0:
            break
        kept.append(Piece(piece.at, piece.data[:most]))
        most -= len(piece.data)
    return tuple(kept)


def inflated(raw: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """The pieces of a compressed body; Truncated if it is not what it is called."""
    inflate = zlib.decompressobj(_WINDOW if "gzip" in coding else zlib.MAX_WBITS)
    try:
        for piece in raw:
            data = piece
            while data:  # a bomb is taken in steps, which somebody counts
                yield inflate.decompress(data, _STEP)
                data = inflate.unconsumed_tail
    except zlib.error:
        raise Truncated(f"the body is not {coding}, as Content-Encoding says") from None
    if not inflate.eof:
        raise Truncated(f"the {coding} body is not whole")
