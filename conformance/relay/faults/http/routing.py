"""Faults of transport: paths and methods."""

from dataclasses import replace

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import fault
from conformance.relay.call import Call
from conformance.relay.problem import ProblemKind

_PAGE = b"<html><head><title>404 Not Found</title></head><body>nginx</body></html>"


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


@fault("http-redirect-other-host", caught_by="http.redirect", source="plausible")
def redirects_to_inner_host(call: Call, answer: Answer) -> Answer:
    """Redirects a path with a trailing slash to the host behind the proxy."""
    if not call.path.endswith("/") or not answer.refuses_as(ProblemKind.NO_ROUTE):
        return answer
    location = f"http://backend.invalid:8000{call.path.rstrip('/')}"
    return answer.with_headers({"location": location}).with_status(307)
