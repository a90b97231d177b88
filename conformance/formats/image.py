"""Pictures: their format and size, decoded from their bytes."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from conformance.core.brief import Verbatim
from conformance.core.violation import Violation

# The formats of the images API, with the one that some models make instead.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
# The largest documented pictures have 2.4 million pixels; this is many times more.
_MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """What a picture is: its format by Pillow's name, and its size in pixels."""

    format: str
    width: int
    height: int


def picture(data: bytes, at: str = "the body") -> DecodedImage:
    """The picture in `data`, decoded to its end; a Violation if it is none."""
    try:
        with warnings.catch_warnings():
            # The library only warns of pictures that unfold to gigabytes.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decoded(data)
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as reason:
        begin = Verbatim(f"{len(data)} bytes that begin with {data[:16]!r}")
        why = _why(reason)
        raise Violation(f"a picture that can be decoded ({why})", begin, at) from None


def _decoded(data: bytes) -> DecodedImage:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        made = DecodedImage(opened.format or "", opened.width, opened.height)
        if made.width * made.height > _MOST_PIXELS:
            raise ValueError(f"it has {made.width} by {made.height} pixels")
        opened.load()
        return made


def _why(reason: Exception) -> str:
    # The library's own words name an object by its address in memory here.
    unknown = isinstance(reason, UnidentifiedImageError)
    return "unknown format" if unknown else str(reason)
