"""Pictures of one colour: as bytes, as base64, and where they can be fetched."""

import base64
import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from conformance.relay.answer import Answer
from conformance.relay.call import Call
from conformance.relay.json_text import Json
from conformance.relay.problem import Problem, ProblemKind, Refused
from conformance.relay.route import public_route
from conformance.relay.tokens import draw

_SIDES = frozenset({256, 512, 1024, 1536, 1792})
# Where a picture is: its address says all that is needed to draw it.
_PATTERN = (
    r"/pictures/(?P<width>\d{3,4})x(?P<height>\d{3,4})-(?P<colour>[0-9a-f]{6})\.png"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """Its size, and its colour as six hexadecimal digits."""

    width: int
    height: int
    colour: str

    @property
    def size(self) -> str:
        """The size as requests and answers write it."""
        return f"{self.width}x{self.height}"

    def url(self, call: Call) -> str:
        """Where it can be fetched."""
        path = f"/pictures/{self.size}-{self.colour}.png"
        return f"{call.home}{call.dialect.base}{path}"

    def base64(self, form: str) -> str:
        """Its bytes in a format, as base64."""
        return base64.b64encode(painted(self, form)).decode()


def picture(size: str, *parts: Json) -> Picture:
    """The picture that is drawn for these parts, such as a prompt."""
    width, _, height = size.partition("x")
    colour = f"{draw('picture', *parts).randrange(0x1000000):06x}"
    return Picture(int(width), int(height), colour)


@lru_cache(maxsize=64)
def painted(picture: Picture, form: str) -> bytes:
    """The bytes of a picture in a format."""
    colour = f"#{picture.colour}"
    image = Image.new("RGB", (picture.width, picture.height), colour)
    file = io.BytesIO()
    image.save(file, form.upper())
    return file.getvalue()


@public_route("GET", _PATTERN)
def fetch(call: Call) -> Answer:
    """A picture, for whoever knows its address."""
    width, height = int(call.args["width"]), int(call.args["height"])
    if not {width, height} <= _SIDES:
        raise Refused(Problem(ProblemKind.NO_ROUTE, "There is no such picture."))
    shown = Picture(width, height, call.args["colour"])
    return Answer(200, painted(shown, "png"), {"content-type": "image/png"})
