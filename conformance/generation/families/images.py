"""Pictures: what may be asked for, and what may not."""

from hypothesis.strategies import SearchStrategy

from conformance.generation.bodies import body_breaks, value_break
from conformance.generation.family import BrokenStatement, Family, Field, Json, inherits
from conformance.generation.media import has_pictures
from conformance.generation.values import ODD, of, rich_texts
from conformance.inputs.profile import Profile

AREA = "images"
_SIZES = ("1024x1024", "1792x1024", "1024x1792")
_LONGEST = 4000


def _minimal(profile: Profile, model: str) -> Json:
    return {"model": model, "prompt": "A red circle."}


def _fields(profile: Profile) -> tuple[Field, ...]:
    """One picture each: the documented model makes no more at once."""
    form = "response_format"
    return (
        Field("prompt", _drawable()),
        Field("n", of("n", 1)),
        Field("size", of("size", *_SIZES)),
        Field("quality", of("quality", "standard", "hd")),
        Field("style", of("style", "vivid", "natural")),
        Field(form, of(form, "url")),
        Field(form, of(form, "b64_json"), ("images.b64",)),
        Field("user", of("user", "relaycert", *ODD[:8])),
    )


def _drawable() -> SearchStrategy[Json]:
    """An odd text after something that can be drawn."""
    return rich_texts().map(lambda text: {"prompt": f"A red circle. {text}"})


def _breaks(profile: Profile) -> tuple[BrokenStatement, ...]:
    # Relays of one family draw one picture where none was asked for.
    loose = inherits(profile)

    form = "response_format"
    return (
        value_break("prompt", "type", "a text", {"text": "a"}, ["A red circle."], [[]]),
        value_break("prompt", "empty", "not empty", "", loose=loose),
        value_break(
            "prompt",
            "most",
            "within its length",
            "a" * (_LONGEST + 1),
            rank=2,
            loose=loose,
        ),
        value_break("n", "type", "an integer", "two", {}, 1.5),
        value_break("n", "least", "at least 1", 0, -1, loose=loose),
        value_break(
            "size", "known", "one of the documented ones", "1x1", "large", {}, [1024]
        ),
        value_break("size", "spelling", "written with the letter x", "1024×1024"),
        value_break("quality", "known", "one of the documented ones", "relaycert", {}),
        value_break("style", "known", "one of the documented ones", "relaycert", {}),
        value_break(
            form, "known", "one of the documented ones", "relaycert", {}, ["url"]
        ),
        *body_breaks("prompt", number="n"),
    )


IMAGES = Family(
    name=AREA,
    method="POST",
    path="/images/generations",
    needs=AREA,
    kind=AREA,
    minimal=_minimal,
    fields=_fields,
    breaks=_breaks,
    headers={},
    answer="wire/images-response",
    checks={"pictures": has_pictures},
)
