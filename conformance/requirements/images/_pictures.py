"""Reads answers with pictures: their addresses, and the pictures inside of them."""

import base64
import binascii
import re
from typing import Any

from conformance import Blocked, Exchange, Verbatim, Violation
from conformance.formats.image import DecodedImage, picture
from conformance.requirements.reading import rows

INSIDE = ("images/b64", "images/gpt-image", "images/n", "images/edit*")
ANSWERS = ("images/generation", "images/flux", *INSIDE)
# What `images/generation` asks for, and `images/fetch` gets.
ASKED_SIZE = "1024x1024"
_ALPHABET = re.compile(r"[A-Za-z0-9+/]+={0,2}")
# Models make sizes of their own near the one that is asked for (1792 as 1536).
_LEAST, _MOST = 0.75, 1.25


def items(exchange: Exchange) -> list[dict[str, Any]]:
    """The items of an answer; Blocked if there are none."""
    items = rows(exchange)
    if not items:
        raise Blocked("the answer has no data")
    return items


def addresses(exchange: Exchange) -> list[str]:
    """The URLs of an answer; Blocked if there are none."""
    urls = [item["url"] for item in items(exchange) if item.get("url")]
    if not urls or not all(isinstance(url, str) for url in urls):
        raise Blocked("the answer has no URLs")
    return urls


def encoded(exchange: Exchange) -> list[str]:
    """The texts of the pictures that are inside; Blocked if there are none."""
    texts = [item["b64_json"] for item in items(exchange) if item.get("b64_json")]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise Blocked("the answer holds no pictures")
    return texts


def is_base64(text: str) -> bool:
    """Whether a text is base64 by its alphabet and its length."""
    return len(text) % 4 == 0 and bool(_ALPHABET.fullmatch(text))


def contents(exchange: Exchange) -> list[bytes]:
    """The bytes of the pictures inside; Blocked if they are not base64."""
    try:
        return [base64.b64decode(text, validate=True) for text in encoded(exchange)]
    except (binascii.Error, ValueError):
        raise Blocked("the pictures are not base64") from None


def seen(data: bytes) -> DecodedImage:
    """The picture in `data`; Blocked if it cannot be decoded."""
    try:
        return picture(data)
    except Violation:
        raise Blocked("the picture cannot be decoded") from None


def has_size(image: DecodedImage, size: str) -> None:
    """Raise a Violation if a picture is far from the size that was asked for."""
    sides = [int(side) for side in size.split("x")]
    shares = [
        side / want
        for side, want in zip((image.width, image.height), sides, strict=True)
    ]
    if not all(_LEAST <= share <= _MOST for share in shares):
        raise Violation(
            size, got=Verbatim(f"{image.width}x{image.height}"), at="the picture"
        )


def is_of_dalle(exchange: Exchange) -> bool:
    """Whether a DALL·E model was asked: the answer has an address by default."""
    return "dall-e" in str(exchange.request.fields.get("model", "")).lower()


def has_documented_sizes(exchange: Exchange) -> bool:
    """Whether a model was asked whose sizes are documented: others may come near."""
    model = str(exchange.request.fields.get("model", "")).lower()
    return is_of_dalle(exchange) or "gpt-image" in model
