"""Midjourney: what a task has made (source: midjourney-proxy/api)."""

from urllib.parse import urlsplit

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Recording,
    Violation,
    field_of,
    requirement,
)
from conformance.formats.image import picture
from conformance.requirements.midjourney._cases import DRAWINGS
from conformance.requirements.midjourney._tasks import TASK, successful
from conformance.requirements.reading import objects

PROXY = "midjourney-proxy/api"
PLUS = "midjourney-proxy-plus/api"


@requirement(
    "midjourney.task.image",
    MUST,
    on=DRAWINGS,
    source=f"{PROXY}#picture",
    breaks="The picture that was paid for cannot be had.",
    fix="Set SUCCESS only together with the address of the picture.",
)
def test_success_has_a_picture(recording: Recording) -> None:
    """A drawing with SUCCESS has the address of its picture."""
    url = field_of(successful(recording), "imageUrl")
    if not isinstance(url, str) or not is_address(url):
        expected = "an address that begins with http"
        raise Violation(expected, url, "/imageUrl", recording[TASK])


@requirement(
    "midjourney.picture.format",
    MUST,
    on="midjourney/picture",
    source=f"{PROXY}#picture",
    breaks="Clients get something that they cannot show.",
    fix="Serve the bytes of the picture under its address, not a page about it.",
)
def test_picture_is_one(exchange: Exchange) -> None:
    """What stands under the address of a picture can be decoded as one."""
    if not exchange.accepted:
        raise Blocked(f"the picture was refused ({exchange.status})")
    picture(exchange.body)


@requirement(
    "midjourney.describe.prompt",
    MUST,
    on="midjourney/described",
    source=f"{PROXY}#prompt",
    breaks="The description that was paid for cannot be had.",
    fix="Hand the upstream's text on as `properties.finalPrompt`.",
)
def test_description_has_its_text(recording: Recording) -> None:
    """A description with SUCCESS has its text in `properties.finalPrompt`."""
    properties = successful(recording).get("properties")
    held = properties if isinstance(properties, dict) else {}
    text = field_of(held, "finalPrompt")
    if not isinstance(text, str) or not text.strip():
        raise Violation("a text", text, "/properties/finalPrompt", recording[TASK])


@requirement(
    "midjourney.task.buttons",
    SHOULD,
    on="midjourney/task",
    source=f"{PLUS}#buttons",
    fix="Show the buttons of the picture, each with its `customId`.",
)
def test_drawing_has_buttons(recording: Recording) -> None:
    """A drawing with SUCCESS has buttons that an action can name."""
    buttons = objects(successful(recording).get("buttons"))
    ids = [button.get("customId") for button in buttons]
    if not ids or not all(isinstance(id, str) and id for id in ids):
        expected = "buttons with a `customId` each"
        raise Violation(expected, buttons, "/buttons", recording[TASK])


@requirement(
    "midjourney.seed.shape",
    SHOULD,
    on="midjourney/seed",
    source=f"{PLUS}#seed",
    fix="Send code 1 with the seed as a text of digits, or another code.",
)
def test_seed_is_a_text_of_digits(exchange: Exchange) -> None:
    """The seed of a picture is a text of digits."""
    answer = exchange.answer
    seed = field_of(answer, "result")
    if answer.get("code") != 1:
        raise NotOffered(f"the seed is not known (code {answer.get('code')})")
    if not (isinstance(seed, str) and seed.isdigit()):
        raise Violation("a text of digits", got=seed, at="/result")


def is_address(url: str) -> bool:
    """Whether this is a whole address of the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
