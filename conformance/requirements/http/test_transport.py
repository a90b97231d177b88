"""The transport: whole answers (source: http/semantics#answer)."""

from conformance import (
    MUST,
    Blocked,
    Exchange,
    LimitReached,
    Recording,
    Verbatim,
    Violation,
    anywhere,
    requirement,
    same_answer,
)
from conformance.requirements.reading import is_accepted, plainly_accepted


@requirement(
    "http.answered",
    MUST,
    on="*",
    source="http/semantics#answer",
    breaks="Clients wait until they give up, and send the request again.",
    fix="Answer every request; find out what closed or held the connection.",
)
def test_request_is_answered(recording: Recording) -> None:
    """Each request gets an answer."""
    lost = [e for e in recording if e.status == 0 and not e.own_limit]
    if lost:
        raise _unanswered(lost)
    for exchange in recording:
        if exchange.status == 0:
            raise LimitReached(exchange.own_limit)


@requirement(
    "http.whole",
    MUST,
    on="*",
    source="http/semantics#answer",
    breaks="Clients raise a transport error, or lose the end of the answer.",
    fix="Send the body as labelled, in its stated length, and end it.",
)
def test_answer_is_whole(recording: Recording) -> None:
    """The body of each answer comes whole, and decodes as labelled."""
    for exchange in recording:
        if exchange.status == 0:
            raise Blocked("no answer came")
        if exchange.response.cut and not exchange.own_limit:
            got = Verbatim(exchange.response.cut)
            kind = "encoding" if exchange.header("content-encoding") else "broken"
            raise Violation("a whole body", got, "the body", exchange, kind=kind)
    for exchange in recording:
        if exchange.own_limit:
            raise LimitReached(exchange.own_limit)


@requirement(
    "http.gzip.accepted",
    MUST,
    on="http/gzip",
    source="http/semantics#content-encoding",
    breaks="Most clients offer compression with every request.",
    fix="Answer with or without compression, but do not refuse the offer.",
    explained_by=(
        *same_answer("errors.no-5xx"),
        *anywhere("models.list.accepted"),
    ),
)
def test_compression_may_be_offered(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A request that offers compression is answered with 200."""
    plainly_accepted(beside)
    is_accepted(exchange)


def _unanswered(exchanges: list[Exchange]) -> Violation:
    first, *alike = exchanges
    got = Verbatim(first.response.cut)
    violation = Violation("an answer", got, "the connection", first)
    return violation.of_all(alike)
