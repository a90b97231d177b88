"""Faults of transport that a framework can send."""

from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused

_PAGE = b"<html><head><title>404 Not Found</title></head><body>nginx</body></html>"


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
    if not call.path.endswith("/") or not answer.refuses_as(ProblemKind.NO_ROUTE):
        return answer
    # A name that never resolves: nobody is to be called by following it.
    location = f"http://relay.invalid{call.path.rstrip('/')}"
    return answer.with_headers({"location": location}).with_status(301)


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


@fault("http-html-page", caught_by="http.no-html", source="plausible")
def sends_page(call: Call, answer: Answer) -> Answer:
    """Answers what is not routed with the HTML page of a web server."""
    if not answer.refuses_as(ProblemKind.NO_ROUTE, ProblemKind.METHOD):
        return answer
    page = replace(answer, body=_PAGE)
    return page.with_headers({"content-type": "text/html"})


@fault("http-unknown-path-answered", caught_by="http.unknown-path", source="plausible")
def answers_any_path(call: Call, answer: Answer) -> Answer:
    """Answers every path that is not routed with 200."""
    if not answer.refuses_as(ProblemKind.NO_ROUTE):
        return answer
    return json_answer({"status": "ok"}).with_headers(answer.headers)


@fault("http-wrong-method-answered", caught_by="http.wrong-method", source="plausible")
def answers_any_method(call: Call, answer: Answer) -> Answer:
    """Answers every method with 200."""
    if not answer.refuses_as(ProblemKind.METHOD):
        return answer
    return json_answer({"status": "ok"}).with_headers(answer.headers)
