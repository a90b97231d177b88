"""Faults of transport: bodies that do not come whole."""

from dataclasses import replace

from conformance.relay.answer import Answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused


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


@fault("http-no-answer", caught_by="http.answered", source="plausible")
def hangs_up(call: Call, answer: Answer) -> Answer:
    """Hangs up where a body is no JSON."""
    broken = answer.refuses_as(ProblemKind.MALFORMED)
    return replace(answer, hangs_up=True) if broken else answer


@fault("http-gzip-refused", caught_by="http.gzip.accepted", source="plausible")
def refuses_compression(call: Call, answer: Answer) -> Answer:
    """Refuses callers that would take gzip."""
    offered = "gzip" in call.headers.get("accept-encoding", "")
    if not offered or answer.refuses:
        return answer
    problem = Problem(ProblemKind.INVALID, "The encoding is not acceptable.")
    return refused(call, problem).with_status(406)


@fault(
    "http-content-length-too-large",
    caught_by="http.whole",
    source="envoyproxy/ai-gateway#1091",
)
def announces_more(call: Call, answer: Answer) -> Answer:
    """Announces a longer body than it sends with the list of models."""
    listed = call.route == "/models" and not answer.refuses
    return replace(answer, breaks_off=True) if listed else answer


@fault(
    "http-chunked-unterminated",
    caught_by="http.whole",
    source="open-webui/open-webui#29628",
)
def leaves_out_last_chunk(call: Call, answer: Answer) -> Answer:
    """Leaves out the empty chunk that ends the body of a stream."""
    return replace(answer, breaks_off=True) if answer.streams else answer
