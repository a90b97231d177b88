"""Refusals: their bodies (source: openai/errors#envelope)."""

import re
from collections.abc import Iterator

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Verbatim,
    Violation,
    matches,
    requirement,
    same_answer,
)
from conformance.core.strict import parse_lenient
from conformance.requirements.endpoints import OF_A_FIELD
from conformance.requirements.errors._messages import LITERALS, messages
from conformance.requirements.reading import (
    header_of,
    objects,
    summary_of,
)
from conformance.requirements.refusals import (
    REFUSALS,
    carries_error,
    detail,
    has_bodies,
    is_labelled_as_json,
    may_be_empty,
    promises_json,
    refused,
)
from conformance.requirements.strict import strict_body

ENVELOPE = "openai/errors#envelope"
_NAMES = ("type", "param", "code")
_INTERNALS = re.compile(
    r"Traceback \(most recent call last\)"
    r"|File \"[^\"]+\.py\", line \d+"
    r"|\bat [\w.$<>]+ ?\([^()\s]+\.(?:js|ts|java|kt):\d+"
    r"|goroutine \d+ \[|/[\w./-]+\.(?:go|rs|py|js|php|rb):\d+"
    r"|/(?:usr|home|app|opt|var|root|srv)/[\w./-]+\.\w+"
)


@requirement(
    "errors.json",
    MUST,
    on=REFUSALS,
    source=ENVELOPE,
    breaks="Clients parse a refusal as JSON and show a parse error instead.",
    fix="Answer every refusal with a JSON body, also those of proxies before you.",
    explained_by=same_answer("errors.no-5xx"),
)
def test_refusal_is_json(exchange: Exchange, profile: Profile, case: Case) -> None:
    """A refusal is JSON and labelled so, unless a text is documented."""
    promises_json(refused(exchange), profile, case.status)
    if not may_be_empty(exchange, profile):
        is_labelled_as_json(exchange)
        if strict_body(exchange) is None:
            raise Violation("a JSON body", None, "the body", kind="null")


@requirement(
    "errors.envelope",
    MUST,
    on=REFUSALS,
    source=ENVELOPE,
    breaks="Clients look for `error.message` and show an error without a reason.",
    fix="Put the message into the documented body.",
    explained_by=same_answer("errors.no-5xx", "errors.json"),
)
def test_refusal_has_the_documented_body(
    exchange: Exchange, profile: Profile, case: Case
) -> None:
    """A refusal has the documented body."""
    has_bodies(profile)
    promises_json(refused(exchange), profile, case.status)
    schema = profile.envelope(exchange.status, case.status)
    if not schema:
        raise NotOffered(f"no body is documented for {exchange.status}")
    matches(exchange.error, schema)


@requirement(
    "errors.type",
    SHOULD,
    on=REFUSALS,
    source=ENVELOPE,
    only_stated=True,
    fix="Send a `type` beside the message.",
    explained_by=same_answer("errors.no-5xx", "errors.json", "errors.envelope"),
)
def test_refusal_has_a_type(exchange: Exchange, profile: Profile, case: Case) -> None:
    """A refusal names its type."""
    detail(exchange, profile, case, "type")
    matches(exchange.error, "wire/error-strict")


@requirement(
    "errors.message",
    SHOULD,
    on=REFUSALS,
    source=ENVELOPE,
    fix="Say in the message what is wrong with the request.",
    explained_by=same_answer("errors.no-5xx", "errors.json", "errors.envelope"),
)
def test_refusal_says_why(exchange: Exchange, profile: Profile, case: Case) -> None:
    """A refusal has a message that is not empty."""
    if may_be_empty(refused(exchange), profile):
        raise NotOffered("the document promises no body")
    for said in messages(exchange, profile, case):
        if not isinstance(said, str) or said.strip().lower() in ("", *LITERALS):
            raise Violation("a message", got=summary_of(exchange), at="the body")


@requirement(
    "errors.literals",
    SHOULD,
    on=REFUSALS,
    source=ENVELOPE,
    only_stated=True,
    fix="Send null, not the text that your language prints for it.",
    explained_by=same_answer("errors.no-5xx"),
)
def test_nothing_is_spelled_out(
    exchange: Exchange, profile: Profile, case: Case
) -> None:
    """No field of an error holds the text `None` or the like."""
    error = detail(exchange, profile, case, *_NAMES)
    for name in _NAMES:
        if str(error.get(name) or "").strip().lower() in LITERALS:
            raise Violation("null or a value", got=error[name], at=f"/error/{name}")


@requirement(
    "errors.param",
    SHOULD,
    on=OF_A_FIELD,
    source="openai/errors#validation",
    only_stated=True,
    fix="Name the field that is wrong in `error.param`.",
    explained_by=same_answer("errors.no-5xx"),
)
def test_refusal_names_the_field(
    exchange: Exchange, profile: Profile, case: Case
) -> None:
    """An error that names a field names the one that is wrong."""
    param = detail(exchange, profile, case, "param").get("param")
    if not case.about or str(param or "").lower() in ("", *LITERALS):
        raise Blocked("the error names no field")
    if case.about not in str(param):
        raise Violation(f'"{case.about}"', got=param, at="/error/param")


@requirement(
    "errors.location",
    SHOULD,
    on=(*OF_A_FIELD, "errors/vmware/*"),
    source="vmware/completions#statuses",
    only_stated=True,
    fix="Name the field that is wrong in `loc`.",
    explained_by=same_answer("errors.no-5xx"),
)
def test_validation_error_names_the_field(exchange: Exchange, case: Case) -> None:
    """A validation error locates the field that is wrong."""
    body = exchange.error
    items = objects(body.get("detail")) if isinstance(body, dict) else []
    places = [item.get("loc") for item in items if isinstance(item.get("loc"), list)]
    if not case.about or not places:
        raise Blocked("no field is located")
    if not any(case.about in place for place in places if place):
        raise Violation(f'"{case.about}"', got=places, at="/detail/*/loc")


@requirement(
    "errors.stream",
    MUST,
    on=("errors/chat/stream", "errors/*/max-tokens-negative"),
    source="one-api/relay#refused-stream",
    breaks="Clients begin to show an answer and then break off.",
    fix="Check the request before the stream begins, and refuse it with plain JSON.",
)
def test_refused_stream_is_plain_json(exchange: Exchange) -> None:
    """A streamed request that is refused is not answered with an event stream."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.accepted and not carries_error(exchange):
        raise Blocked(f"the request was accepted ({exchange.status})")
    if exchange.media_type == "text/event-stream" or exchange.events:
        got = header_of(exchange, "content-type")
        raise Violation("plain JSON", got, at="Content-Type")


@requirement(
    "errors.stream.status",
    SHOULD,
    on="errors/chat/stream",
    source="one-api/relay#refused-stream",
    fix="Check a streamed request by the same code as any other.",
)
def test_refused_stream_has_the_same_status(recording: Recording) -> None:
    """A refused stream has the status of the same request without a stream."""
    plain, stream = (refused(recording[step]) for step in ("json", "stream"))
    if stream.status != plain.status:
        expected = f"status {plain.status}"
        raise Violation(expected, summary_of(stream), "the status", stream)


@requirement(
    "errors.no-internals",
    SHOULD,
    on=REFUSALS,
    source="openai/errors#internals",
    fix="Log stack traces and paths; send the client a plain message.",
    explained_by=same_answer("errors.no-5xx"),
)
def test_refusal_shows_no_internals(exchange: Exchange) -> None:
    """A refusal shows neither a stack trace nor the path of a file."""
    text = refused(exchange).body.decode("utf-8", "replace")
    internal = _INTERNALS.search("\n".join([text, *_texts(parse_lenient(text))]))
    if internal:
        raise Violation("no internals", got=Verbatim(internal.group()), at="the body")


def _texts(value: object) -> Iterator[str]:
    """Each text in a value, as who reads the message sees it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
