"""Portability: completions (source: openai/completions#stop)."""

from conformance import (
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Violation,
    requirement,
    same_answer,
)
from conformance.requirements.reading import (
    acceptance,
    header_of,
    plainly_accepted,
    summary_of,
)


@requirement(
    "portability.stop-string",
    SHOULD,
    on="portability/stop-string",
    source="openai/completions#stop",
    fix="Accept a string beside the list, so that clients written for OpenAI work.",
    explained_by=same_answer("errors.no-5xx"),
)
def test_stop_string_is_portable(exchange: Exchange, beside: Recording | None) -> None:
    """A stop text given as a string is accepted, as OpenAI documents it."""
    plainly_accepted(beside)
    if exchange.status == 0:
        raise Blocked("no answer came")
    if not exchange.accepted:
        raise Violation(acceptance(exchange), summary_of(exchange), "the status")


@requirement(
    "portability.stream-options",
    SHOULD,
    on="portability/stream-options-alone",
    source="vmware/completions#stream-options",
    only_stated=True,
    fix="Ignore `stream_options` where `stream` is not true, or refuse them.",
)
def test_options_alone_make_no_stream(exchange: Exchange) -> None:
    """Without `stream` its options do not turn an answer into a stream."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.media_type == "text/event-stream":
        got = header_of(exchange, "content-type")
        raise Violation("plain JSON", got, at="Content-Type")
