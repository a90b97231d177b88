"""Pictures: requests, and the answer around them (source: openai/images#answer)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    Profile,
    Recording,
    Verbatim,
    Violation,
    field_of,
    matches,
    requirement,
)
from conformance.requirements.images._pictures import ANSWERS, is_of_dalle, items
from conformance.requirements.reading import (
    is_accepted,
    is_current,
    is_labelled_as_json,
)
from conformance.requirements.refusals import has_status, is_refused
from conformance.requirements.strict import strict_answer

REQUEST = "openai/images#generations"
ANSWER = "openai/images#answer"
GPT_IMAGE = "openai/images#gpt-image"
REFUSED = "Clients that follow the document get an error instead of a picture."
REFUSALS = ("errors/images/*", "errors/images-edits")


@requirement(
    "images.accepted",
    MUST,
    on=("images/generation", "images/b64"),
    source=REQUEST,
    breaks=REFUSED,
    fix="Answer a model, a prompt and a documented size with 200.",
)
def test_request_for_a_picture_is_accepted(exchange: Exchange) -> None:
    """A model, a prompt and a documented size are answered with 200."""
    is_accepted(exchange)


@requirement(
    "images.gpt-image.accepted",
    MUST,
    on="images/gpt-image",
    source=GPT_IMAGE,
    breaks=REFUSED,
    fix="Answer a GPT image model with `n` and a size with 200.",
)
def test_gpt_image_model_is_accepted(exchange: Exchange) -> None:
    """A prompt for a GPT image model is answered with 200."""
    is_accepted(exchange)


@requirement(
    "images.flux.accepted",
    MUST,
    on="images/flux",
    source="aitre/flux#request",
    fix="Answer a Flux model and a prompt with 200.",
)
def test_flux_model_is_accepted(exchange: Exchange) -> None:
    """A prompt for a Flux model is answered with 200."""
    is_accepted(exchange)


@requirement(
    "images.content-type",
    MUST,
    on=ANSWERS,
    source=ANSWER,
    breaks="Clients choose how to read a body by its label, and fail or return text.",
    fix="Send `Content-Type: application/json`.",
)
def test_answer_is_labelled_as_json(exchange: Exchange) -> None:
    """An answer with pictures is labelled as JSON."""
    is_labelled_as_json(exchange)


@requirement(
    "images.shape",
    MUST,
    on=ANSWERS,
    source=ANSWER,
    breaks="Clients read the first item of `data` without looking.",
    fix="Send `created` and at least one item in `data`.",
)
def test_answer_has_the_documented_shape(exchange: Exchange) -> None:
    """An answer has the documented fields with the documented types."""
    matches(strict_answer(exchange), "wire/images-response")


@requirement(
    "images.created",
    SHOULD,
    on="images/generation",
    source=ANSWER,
    fix="Send `created` in Unix seconds.",
)
def test_created_is_now_in_seconds(exchange: Exchange) -> None:
    """`created` is the time of the answer in Unix seconds."""
    is_current(exchange, exchange.answer.get("created"))


@requirement(
    "images.present",
    MUST,
    on=ANSWERS,
    source=ANSWER,
    breaks="Clients show a broken picture, without an error.",
    fix="Put a `url` or a `b64_json` into each item.",
)
def test_each_item_holds_a_picture(exchange: Exchange) -> None:
    """Each item has a `url` or a `b64_json` that is not empty."""
    for item in items(exchange):
        if not item.get("url") and not item.get("b64_json"):
            raise Violation("`url` or `b64_json`", got=item, at="/data/*")


@requirement(
    "images.exactly-one",
    SHOULD,
    on=ANSWERS,
    source=ANSWER,
    fix="Send the form that was asked for, and leave the other out.",
)
def test_each_item_holds_one_form(exchange: Exchange) -> None:
    """Each item has its picture in one form only."""
    for item in items(exchange):
        held = [name for name in ("url", "b64_json") if item.get(name)]
        if not held:
            raise Blocked("an item has no picture")
        if len(held) > 1:
            got = Verbatim("both")
            raise Violation("`url` or `b64_json` alone", got, at="/data/*")


@requirement(
    "images.n",
    MUST,
    effect="n",
    on=("images/n", "images/generation"),
    source="openai/images#n",
    breaks="Clients that ask for several get fewer, without an error.",
    fix="Make as many pictures as `n` says, or refuse the number with a clear 4xx.",
)
def test_answer_has_as_many_pictures_as_asked(exchange: Exchange) -> None:
    """An answer has as many items as the request asks for."""
    count, n = len(items(exchange)), exchange.request.fields["n"]
    if count != n:
        raise Violation(f"{n} items", got=count, at="/data")


@requirement(
    "images.usage",
    SHOULD,
    on="images/gpt-image",
    source=GPT_IMAGE,
    fix="Hand on the usage that the model sends.",
)
def test_answer_has_usage(exchange: Exchange) -> None:
    """An answer of a GPT image model has usage with three counts."""
    items(exchange)
    matches(field_of(exchange.answer, "usage"), "wire/images-usage", at="/usage")


@requirement(
    "images.refused",
    SHOULD,
    on=REFUSALS,
    source=REQUEST,
    fix="Check the request before it is handed on, and refuse what cannot be served.",
)
def test_broken_request_is_refused(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A request for pictures that cannot be served is refused with a 4xx."""
    if exchange.request.fields.get("n") == 2 and not is_of_dalle(exchange):
        raise Blocked("another model may make two pictures")
    is_refused(exchange, beside)


@requirement(
    "images.status",
    SHOULD,
    on=REFUSALS,
    source=REQUEST,
    fix="Answer a broken request with the documented status.",
)
def test_broken_request_has_its_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A broken request for pictures is refused with the documented status."""
    has_status(exchange, beside, case, profile)
