"""Bodies as they arrive: bounded, and decompressed piece by piece."""

import zlib
from collections.abc import Iterator

MAX_BODY = 32 * 2**20
MAX_PIECES = 200_000
_WINDOW = 16 + zlib.MAX_WBITS  # gzip's header, any window


class Truncated(Exception):
    """Why a body ended before its end."""


def bounded(data: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, until one of the limits that guard against hostile bodies."""
    size = 0
    for count, piece in enumerate(data):
        size += len(piece)
        if size > MAX_BODY or count > MAX_PIECES:
            raise Truncated(
                f"the body passed {MAX_BODY // 2**20} MB or {MAX_PIECES} pieces"
            )
        yield piece


def inflated(raw: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """The pieces of a compressed body; Cut if it is not what it is called."""
    inflate = zlib.decompressobj(_WINDOW if "gzip" in coding else zlib.MAX_WBITS)
    try:
        for piece in raw:
            yield inflate.decompress(piece, MAX_BODY + 1)
    except zlib.error:
        raise Truncated(f"the body is not {coding}, as Content-Encoding says") from None
    if not inflate.eof:
        raise Truncated(f"the {coding} body is not whole")
