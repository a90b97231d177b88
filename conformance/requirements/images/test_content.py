"""Pictures inside of answers (source: openai/images#b64)."""

from conformance import (
    MUST,
    Blocked,
    Exchange,
    NotOffered,
    Violation,
    field_of,
    requirement,
)
from conformance.formats.image import picture
from conformance.requirements.images._pictures import (
    ASKED_SIZE,
    INSIDE,
    contents,
    encoded,
    has_documented_sizes,
    has_size,
    is_base64,
    items,
    seen,
)

SOURCE = "openai/images#b64"
USUAL = "the size that was asked for is the usual one, which comes unasked as well"


@requirement(
    "images.b64",
    MUST,
    effect="response_format",
    on=INSIDE,
    source=SOURCE,
    breaks="Clients read `b64_json` without looking; they fail without it.",
    fix="Send `b64_json` where it was asked for, and for GPT image models always.",
)
def test_picture_is_inside(exchange: Exchange) -> None:
    """A picture that is to be inside the answer is there, as `b64_json`."""
    for item in items(exchange):
        if not item.get("b64_json") or not isinstance(item["b64_json"], str):
            got = field_of(item, "b64_json")
            raise Violation("a text in `b64_json`", got=got, at="/data/*/b64_json")


@requirement(
    "images.b64.alphabet",
    MUST,
    on=INSIDE,
    source=SOURCE,
    breaks="Strict decoders fail, lenient ones write a file that no viewer opens.",
    fix="Send base64 alone: no `data:` before it, and no line ends in it.",
)
def test_picture_is_base64(exchange: Exchange) -> None:
    """A picture inside the answer is base64 and nothing else."""
    for text in encoded(exchange):
        if not is_base64(text):
            raise Violation("base64", got=text, at="/data/*/b64_json")


@requirement(
    "images.decodes",
    MUST,
    on=INSIDE,
    source=SOURCE,
    breaks="No viewer opens the file.",
    fix="Hand the bytes of the picture on unchanged.",
)
def test_picture_can_be_decoded(exchange: Exchange) -> None:
    """A picture inside the answer can be decoded."""
    for data in contents(exchange):
        picture(data, at="/data/*/b64_json")


@requirement(
    "images.size",
    MUST,
    effect="size",
    on=("images/b64", "images/n", "images/fetch"),
    source="openai/images#size",
    breaks="Layouts get a square where they have room for a wide picture.",
    fix="Hand `size` on, or refuse the sizes that the model does not have.",
)
def test_picture_has_its_size(exchange: Exchange) -> None:
    """A picture has the size that was asked for, or one near it."""
    if exchange.request.method == "GET":
        if not exchange.accepted:
            raise Blocked(f"the picture did not come ({exchange.status})")
        has_size(seen(exchange.body), ASKED_SIZE)
        raise NotOffered(USUAL)
    if not has_documented_sizes(exchange):
        raise Blocked("the model has sizes of its own")
    size = exchange.request.fields["size"]
    for data in contents(exchange):
        has_size(seen(data), size)
    if size == ASKED_SIZE:
        raise NotOffered(USUAL)
