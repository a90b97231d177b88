"""Faults of pictures at an address."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.faults.images._answers import with_field


@fault(
    "img-url-unreachable",
    caught_by="images.url.reachable",
    source="mudler/LocalAI#10482",
)
def points_nowhere(call: Call, answer: Answer) -> Answer:
    """Sends an address of a picture that the caller cannot fetch."""
    return with_field(
        call, answer, "url", lambda url: url.replace("/pictures/", "/internal/")
    )


@fault(
    "img-url-relative",
    caught_by="images.url",
    # Clients cannot fetch it either.
    also=("images.url.reachable",),
    source="plausible",
)
def points_from_itself(call: Call, answer: Answer) -> Answer:
    """Sends the address of a picture without its host."""
    return with_field(call, answer, "url", lambda url: url.removeprefix(call.home))
