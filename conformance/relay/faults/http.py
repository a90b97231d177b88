"""Faults of transport that a framework can send."""

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.problem import Kind


@fault(
    "http-gzip-label-plain",
    caught_by="http.whole",
    source="qualixar/superlocalmemory#79",
)
def labels_plain_as_gzip(call: Call, answer: Answer) -> Answer:
    """Labels a plain body as gzip where the caller would take gzip."""
    if "gzip" not in call.headers.get("accept-encoding", "") or answer.streams:
        return answer
    return answer.with_headers({"content-encoding": "gzip"})


@fault(
    "http-redirect-downgrade",
    caught_by="http.redirect",
    source="letta-ai/letta#3189",
)
def redirects_elsewhere(call: Call, answer: Answer) -> Answer:
    """Redirects a path with a trailing slash to another host, with a lost body."""
    if not call.path.endswith("/") or not answer.refuses_as(Kind.NO_ROUTE):
        return answer
    # A name that never resolves: nobody is to be called by following it.
    location = f"http://relay.invalid{call.path.rstrip('/')}"
    return answer.with_headers({"location": location}).with_status(301)
