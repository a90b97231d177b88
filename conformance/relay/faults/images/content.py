"""Faults of pictures: what is inside of them."""

from conformance.relay.answer import Answer
from conformance.relay.bend import deaf_fault, fault
from conformance.relay.call import Call
from conformance.relay.endpoints.embeddings import pack
from conformance.relay.faults.images._answers import with_field
from conformance.relay.media import GENERATIONS, asks


@deaf_fault(
    "img-b64-ignored", caught_by="images.b64", source="use-agent-os/agent-os#2446"
)
def ignores_base64(call: Call) -> Call:
    """Answers with an address where base64 was asked for."""
    return call.without_fields("response_format") if asks(call, GENERATIONS) else call


@fault("img-b64-data-prefix", caught_by="images.b64.alphabet", source="plausible")
def puts_prefix(call: Call, answer: Answer) -> Answer:
    """Puts the begin of a data URL before base64."""
    return with_field(
        call, answer, "b64_json", lambda data: f"data:image/png;base64,{data}"
    )


@deaf_fault("img-size-ignored", caught_by="images.size", source="FWU-DE/ais-chat#1290")
def draws_squares(call: Call) -> Call:
    """Makes pictures of one size whatever was asked for."""
    return call.without_fields("size") if asks(call, GENERATIONS) else call


@fault("img-garbled", caught_by="images.decodes", source="plausible")
def draws_noise(call: Call, answer: Answer) -> Answer:
    """Sends base64 of bytes that are no picture."""
    return with_field(call, answer, "b64_json", lambda _: pack((1.0, 2.0, 3.0)))
