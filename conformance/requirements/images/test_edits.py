"""Pictures changed by a text (source: openai/images#edits)."""

from conformance import MUST, Exchange, anywhere, requirement
from conformance.requirements.reading import is_accepted


@requirement(
    "images.edits.accepted",
    MUST,
    on="images/edit",
    source="openai/images#edits",
    breaks="Clients that follow the document get an error instead of a picture.",
    fix="Answer a form with a picture and a prompt with 200.",
)
def test_edit_is_accepted(exchange: Exchange) -> None:
    """A form with a picture and a prompt is answered with 200."""
    is_accepted(exchange)


@requirement(
    "images.edits.array.accepted",
    MUST,
    on="images/edit-array",
    source="openai/images#edits-list",
    breaks="The official clients send several pictures so, and get an error.",
    fix="Take parts named `image[]` as you take `image`.",
    explained_by=anywhere("images.edits.accepted"),
)
def test_edit_of_several_pictures_is_accepted(exchange: Exchange) -> None:
    """A form with pictures in parts named `image[]` is answered with 200."""
    is_accepted(exchange)


@requirement(
    "images.edits.mask.accepted",
    MUST,
    on="images/edit-mask",
    source="openai/images#edits-mask",
    breaks="Clients that change a part of a picture get an error.",
    fix="Hand the part `mask` on with the picture.",
    explained_by=anywhere("images.edits.accepted"),
)
def test_edit_inside_a_mask_is_accepted(exchange: Exchange) -> None:
    """A form with a picture and a mask is answered with 200."""
    is_accepted(exchange)
