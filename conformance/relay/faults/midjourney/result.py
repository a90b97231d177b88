"""Faults of Midjourney: what a task has made."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.midjourney_places import asks, shows
from conformance.relay.shapes import drop, on_key, put

_MODELLSS = ("modellss",)
_DRAWN = ("IMAGINE", "BLEND", "UPSCALE", "VARIATION", "ZOOM", "PAN", "REROLL")
_BOTH = ("aitre", "modellss")


@fault(
    "mj-seed-number",
    caught_by="midjourney.seed.shape",
    source="plausible",
    dialects=_MODELLSS,
)
def counts_seed(call: Call, answer: Answer) -> Answer:
    """Sends the seed of a picture as a number."""
    if not asks(call, "image-seed") or answer.refuses:
        return answer
    return answer.map_json(put(result=636646138))


@fault(
    "mj-success-without-image",
    caught_by="midjourney.task.image",
    source="plausible",
    dialects=_BOTH,
)
def loses_picture(call: Call, answer: Answer) -> Answer:
    """Ends a drawing with SUCCESS and without the address of its picture."""
    lost = shows(call, answer, *_DRAWN)
    return answer.map_json(put(imageUrl="")) if lost else answer


@fault(
    "mj-describe-empty",
    caught_by="midjourney.describe.prompt",
    source="plausible",
    dialects=_BOTH,
)
def loses_description(call: Call, answer: Answer) -> Answer:
    """Ends a description without its text."""
    empty = on_key("properties", drop("finalPrompt"))
    return answer.map_json(empty) if shows(call, answer, "DESCRIBE") else answer


@fault(
    "mj-buttons-missing",
    caught_by="midjourney.task.buttons",
    source="plausible",
    dialects=_BOTH,
)
def hides_buttons(call: Call, answer: Answer) -> Answer:
    """Shows no button of a drawing."""
    hidden = shows(call, answer, "IMAGINE")
    return answer.map_json(put(buttons=[])) if hidden else answer


@fault(
    "mj-picture-page",
    caught_by="midjourney.picture.format",
    source="plausible",
    dialects=_BOTH,
)
def shows_page_for_picture(call: Call, answer: Answer) -> Answer:
    """Has a page about the picture under its address."""
    if not call.path.startswith("/mj/image/"):
        return answer
    page = replace(answer, body=b"<!doctype html><img src=picture.png>")
    return page.with_headers({"content-type": "text/html"})
