"""Faults of pictures at an address."""

from urllib.parse import urlsplit

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


def _at_localhost(call: Call, answer: Answer, scheme: str) -> Answer:
    """The answer with pictures at the port of the relay's own machine."""

    def moved(url: str) -> str:
        local = urlsplit(url)._replace(scheme=scheme)
        return local._replace(netloc=f"localhost:{local.port}").geturl()

    return with_field(call, answer, "url", moved)


@fault(
    "img-url-unencrypted",
    caught_by="images.url.reachable",
    source="plausible",
    public=True,
)
def points_to_localhost(call: Call, answer: Answer) -> Answer:
    """Sends the address that pictures have on the relay's own machine."""
    return _at_localhost(call, answer, "http")


@fault(
    "img-url-localhost",
    caught_by="images.url.reachable",
    source="plausible",
    public=True,
)
def points_to_localhost_by_https(call: Call, answer: Answer) -> Answer:
    """Sends the address that pictures have on the relay's own machine, with https."""
    return _at_localhost(call, answer, "https")
