"""Pictures are decoded from their bytes, and what is none is told so."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from conformance.core.violation import Violation
from conformance.formats.image import DecodedImage, picture
from conformance.formats.paths import data


def a_picture(kind: str, width: int = 30, height: int = 20) -> bytes:
    """A picture of one colour in the format of this name."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(made, kind)
    return made.getvalue()


def a_png_of(width: int, height: int) -> bytes:
    """The beginning of a PNG that says it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 100)), (b"IEND", b""))
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in chunks:
        made += struct.pack(">I", len(body)) + kind + body
        made += struct.pack(">I", zlib.crc32(kind + body))
    return made


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_has_its_format_and_size(kind: str) -> None:
    assert picture(a_picture(kind)) == DecodedImage(kind, 30, 20)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<svg/>",
        b'{"error": {"message": "no picture"}}',
        a_picture("PNG")[:40],
        a_picture("JPEG")[:-200],
        a_picture("BMP"),
        a_png_of(30_000, 30_000),
        a_png_of(10_000, 5_000),
        a_png_of(100, 100),
        (data("cases") / "files" / "spoken.mp3").read_bytes(),
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_no_picture_is_told_so(body: bytes) -> None:
    with pytest.raises(Violation, match="a picture that can be decoded") as told:
        picture(body)
    assert "0x" not in str(told.value).split("got")[0]


@pytest.mark.parametrize(
    ("name", "mode"), [("red", "RGB"), ("blue", "RGB"), ("mask", "RGBA")]
)
def test_the_pictures_that_are_sent_are_what_their_names_say(
    name: str, mode: str
) -> None:
    path = data("cases") / "files" / f"{name}.png"
    assert picture(path.read_bytes()) == DecodedImage("PNG", 64, 64)
    with Image.open(path) as opened:
        assert (
            opened.convert(mode).getpixel((32, 32))
            == {
                "red": (255, 0, 0),
                "blue": (0, 0, 255),
                "mask": (0, 0, 0, 0),
            }[name]
        )


PICTURES = tuple(a_picture(kind) for kind in ("PNG", "JPEG", "WEBP", "GIF"))


@given(st.sampled_from(PICTURES), st.data())
def test_a_damaged_picture_is_decoded_or_told_so(
    whole: bytes, drawn: st.DataObject
) -> None:
    place = drawn.draw(st.integers(0, len(whole)))
    body = whole[:place] + drawn.draw(st.binary(max_size=20)) + whole[place + 5 :]
    try:
        assert picture(body).width > 0
    except Violation:
        assert body != whole
