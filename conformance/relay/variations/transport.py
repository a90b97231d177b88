"""Legitimate headers, paths, encodings and delays."""

import time
from dataclasses import replace
from email.utils import formatdate

from conformance.relay.answer import Answer, SentEvent, empty_answer
from conformance.relay.bend import (
    Answering,
    around_variation,
    request_variation,
    variation,
)
from conformance.relay.call import Call, Credential
from conformance.relay.problem import Problem, ProblemKind
from conformance.relay.routes import refused
from conformance.relay.shapes import on_key, put

_SMALL_BODY = 4 * 2**20
# Long enough to be seen, short enough for a test.
_SLOW = 0.3


@request_variation("bearer-as-written")
def wants_bearer_as_written(call: Call) -> Call:
    """Takes the scheme `Bearer` only as the document writes it."""
    if call.headers.get("authorization", "").startswith("Bearer "):
        return call
    return replace(call, credential=Credential.MISSING)


@around_variation("no-cors")
def offers_no_cors(call: Call, proceed: Answering) -> Answer:
    """Offers no cross-origin calls and knows no OPTIONS."""
    headers = {key: value for key, value in call.headers.items() if key != "origin"}
    plain = replace(call, headers=headers)
    answer = proceed(plain)
    if call.method != "OPTIONS":
        return answer
    allow = answer.headers.get("allow", "")
    return refused(plain, Problem(ProblemKind.METHOD, "Not allowed.", allow=allow))


def _slashless(call: Call) -> Call:
    return replace(call, path=call.path.rstrip("/"))


@request_variation("slash-same")
def takes_slash(call: Call) -> Call:
    """Answers a path with a slash at its end like the one without."""
    return _slashless(call)


@around_variation("slash-redirect")
def redirects_slash(call: Call, proceed: Answering) -> Answer:
    """Redirects a path with a slash at its end to the one without."""
    if not call.path.endswith("/") or call.method == "OPTIONS":
        return proceed(call)
    # Relative, so that scheme, host and any prefix of the path stay the same.
    name = call.path.rstrip("/").rpartition("/")[2]
    return empty_answer(308).with_headers({"location": f"../{name}"})


def _without_request_id(answer: Answer) -> Answer:
    headers = {k: v for k, v in answer.headers.items() if k != "x-request-id"}
    return replace(answer, headers=headers)


@variation("no-request-id")
def sends_no_request_id(call: Call, answer: Answer) -> Answer:
    """Sends no request id."""
    return _without_request_id(answer)


@variation("other-request-id")
def names_request_id_otherwise(call: Call, answer: Answer) -> Answer:
    """Sends the request id and rate limits under other names."""
    own = {
        "x-trace-id": call.request_id,
        "x-ratelimit-remaining-requests": "59",
        "x-ratelimit-reset-requests": "59s",
    }
    return _without_request_id(answer).with_headers(own)


def _busy(call: Call, proceed: Answering, status: int, after: str) -> Answer:
    """Turns the third call away, for a moment."""
    if call.nth != 2:
        return proceed(call)
    problem = Problem(ProblemKind.INTERNAL, "The server is busy. Try again later.")
    answer = refused(call, problem).with_status(status)
    limit = put(type="requests", code="rate_limit_exceeded")
    return answer.map_json(on_key("error", limit)).with_headers({"retry-after": after})


@around_variation("busy-seconds")
def is_busy_for_seconds(call: Call, proceed: Answering) -> Answer:
    """Turns one call away with 503 and the seconds to wait."""
    return _busy(call, proceed, 503, "1")


@around_variation("busy-date")
def is_busy_until(call: Call, proceed: Answering) -> Answer:
    """Turns one call away with 429 and the date to wait for."""
    until = formatdate(time.time() + 1, usegmt=True)
    return _busy(call, proceed, 429, until)


@variation("chunked-json")
def sends_in_chunks(call: Call, answer: Answer) -> Answer:
    """Sends documents in chunks, without a content length."""
    return answer.with_style(chunked=True, piece=answer.style.piece or 64)


@variation("gzip")
def compresses(call: Call, answer: Answer) -> Answer:
    """Compresses documents for callers that take gzip."""
    offered = "gzip" in call.headers.get("accept-encoding", "")
    if not offered or answer.streams or answer.body == b"":
        return answer
    return answer.with_style(gzip=True)


@around_variation("small-body-limit")
def takes_small_bodies(call: Call, proceed: Answering) -> Answer:
    """Takes bodies of up to 4 MB."""
    return proceed(
        replace(call, oversized=call.oversized or len(call.raw) > _SMALL_BODY)
    )


@variation("slow-first-byte")
def answers_slowly(call: Call, answer: Answer) -> Answer:
    """Waits with the first event, and sends comments meanwhile."""
    if not answer.streams:
        return replace(answer, delay=answer.delay + _SLOW)
    waits = [SentEvent(b": keep-alive\n\n", delay=_SLOW / 3) for _ in range(3)]
    return answer.with_events([*waits, *answer.events])


@variation("upstream-headers")
def forwards_headers(call: Call, answer: Answer) -> Answer:
    """Forwards informational headers of an upstream."""
    informational = {
        "openai-processing-ms": "87",
        "openai-version": "2020-10-01",
        "cf-ray": "8f0c1d2e3f4a5b6c-FRA",
        "via": "1.1 upstream",
    }
    return answer.with_headers(informational)
