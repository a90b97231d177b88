"""Faults of pictures: what is refused, and the answer around them."""

from conformance.relay.answer import Answer
from conformance.relay.bend import Answering, around_fault, deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.faults._refusing import refusing
from conformance.relay.faults.images._answers import with_field
from conformance.relay.media import GENERATIONS, asks, serves
from conformance.relay.problem import ProblemKind
from conformance.relay.shapes import Change, drop, on_items, put


def _changed(call: Call, answer: Answer, change: Change) -> Answer:
    return answer.map_json(change) if serves(call, answer, GENERATIONS) else answer


def _of(call: Call, model: str) -> bool:
    return asks(call, GENERATIONS) and call.fields.get("model") == model


@deaf_fault("img-n-ignored", caught_by="images.n", source="plausible")
def draws_one(call: Call) -> Call:
    """Makes one picture whatever number was asked for."""
    return call.without_fields("n") if asks(call, GENERATIONS) else call


@refusing("img-refused", "images.accepted")
def refuses_wide_pictures(call: Call) -> bool:
    """Refuses a documented request of the usual form."""
    return _of(call, "dall-e-3") and "response_format" not in call.fields


@refusing("img-gpt-image-refused", "images.gpt-image.accepted")
def refuses_native_pictures(call: Call) -> bool:
    """Refuses the model that answers with base64 only."""
    return _of(call, "gpt-image-1")


@refusing("img-flux-refused", "images.flux.accepted", "aitre")
def refuses_flux(call: Call) -> bool:
    """Refuses a request of the vendor's own model that names no size."""
    return _of(call, "flux-pro") and "size" not in call.fields


@fault("img-html-label", caught_by="images.content-type", source="plausible")
def labels_as_text(call: Call, answer: Answer) -> Answer:
    """Labels the answer about pictures as text."""
    if not serves(call, answer, GENERATIONS):
        return answer
    return answer.with_headers({"content-type": "text/plain"})


@fault("img-created-missing", caught_by="images.shape", source="plausible")
def leaves_created_out(call: Call, answer: Answer) -> Answer:
    """Sends pictures without the time of their creation."""
    return _changed(call, answer, drop("created"))


@fault("img-created-ms", caught_by="images.created", source="plausible")
def creates_in_milliseconds(call: Call, answer: Answer) -> Answer:
    """Sends the time of creation in milliseconds."""
    return _changed(call, answer, put(created=int(call.received * 1000)))


@fault(
    "img-empty-item",
    caught_by="images.present",
    source="plausible",
    dialects=("aitre",),
)
def draws_nothing(call: Call, answer: Answer) -> Answer:
    """Sends an item without a picture."""
    if not _of(call, "flux-pro"):
        return answer
    return with_field(call, answer, "url", lambda _: "")


@fault("img-both-forms", caught_by="images.exactly-one", source="plausible")
def sends_both_forms(call: Call, answer: Answer) -> Answer:
    """Sends an address beside base64."""
    if call.fields.get("response_format") != "b64_json":
        return answer
    url = f"{call.home}{call.dialect.base}/pictures/1024x1024-102030.png"
    return _changed(call, answer, on_items("data", put(url=url)))


@fault("img-usage-missing", caught_by="images.usage", source="plausible")
def leaves_usage_out(call: Call, answer: Answer) -> Answer:
    """Sends pictures without what they have used."""
    return _changed(call, answer, drop("usage"))


@around_fault("img-size-unchecked", caught_by="images.refused", source="plausible")
def takes_any_size(call: Call, proceed: Answering) -> Answer:
    """Makes a picture of another size where the size is impossible."""
    answer = proceed(call)
    at = answer.problem.at if answer.problem else ()
    if not asks(call, GENERATIONS) or at != ("size",):
        return answer
    return proceed(call.without_fields("size"))


@fault("img-size-409", caught_by="images.status", source="plausible")
def conflicts_on_size(call: Call, answer: Answer) -> Answer:
    """Refuses an impossible size with status 409."""
    at = answer.problem.at if answer.problem else ()
    broken = asks(call, GENERATIONS) and answer.refuses_as(ProblemKind.INVALID)
    return answer.with_status(409) if broken and at == ("size",) else answer
