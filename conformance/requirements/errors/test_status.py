"""Refusals: their statuses (source: openai/errors#validation)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    Profile,
    Recording,
    Violation,
    requirement,
)
from conformance.requirements.reading import summary_of
from conformance.requirements.refusals import (
    REFUSALS,
    carries_error,
    has_status,
    is_documented,
    is_of_the_moment,
    is_refused,
)

CHAT = "errors/chat/*"
COMPLETIONS = ("errors/completions/*", "errors/vmware*")
EMBEDDINGS = "errors/embeddings/*"
VALIDATION = "openai/errors#validation"
EVERYWHERE = (
    *REFUSALS,
    "portability/*",
    "chat/unknown-field",
    "embeddings/long",
    "images/n",
    "http/*",
)


@requirement(
    "errors.no-5xx",
    MUST,
    on=EVERYWHERE,
    source="openai/errors#client-mistake",
    breaks="Clients send the doomed request again and again.",
    fix="Answer a client's mistake, and an upstream's 4xx, with a status below 500.",
)
def test_mistake_is_no_server_error(
    exchange: Exchange, case: Case, profile: Profile
) -> None:
    """A client's mistake is not answered as a server error."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.status >= 500 and not is_documented(exchange, case, profile):
        is_of_the_moment(exchange, profile)
        raise Violation("a status below 500", got=summary_of(exchange), at="the status")


@requirement(
    "errors.not-in-200",
    MUST,
    on=REFUSALS,
    source="openai/errors#not-in-200",
    breaks="Clients take the error for an answer without any text.",
    fix="Answer an error with its own status, not with 200.",
)
def test_error_does_not_come_inside_a_200(exchange: Exchange) -> None:
    """An accepted request is not answered with an error."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    if exchange.events:
        raise Blocked("the answer is a stream")
    if exchange.accepted and carries_error(exchange):
        raise Violation("a status from 400 to 499", summary_of(exchange), "the status")


@requirement(
    "errors.chat.refused",
    SHOULD,
    on=CHAT,
    source=VALIDATION,
    fix="Check the request before it is handed on, and refuse what cannot be served.",
)
def test_broken_chat_request_is_refused(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A chat request that cannot be served is refused with a 4xx."""
    is_refused(exchange, beside)


@requirement(
    "errors.completions.refused",
    SHOULD,
    on=COMPLETIONS,
    source=VALIDATION,
    fix="Check the request before it is handed on, and refuse what cannot be served.",
)
def test_broken_completion_request_is_refused(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A completion request that cannot be served is refused with a 4xx."""
    is_refused(exchange, beside)


@requirement(
    "errors.chat.status",
    SHOULD,
    on=CHAT,
    source=VALIDATION,
    fix="Answer a broken request with the documented status.",
)
def test_broken_chat_request_has_its_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A broken chat request is refused with the documented status."""
    has_status(exchange, beside, case, profile)


@requirement(
    "errors.completions.status",
    SHOULD,
    on=COMPLETIONS,
    source=VALIDATION,
    fix="Answer a broken request with the documented status.",
)
def test_broken_completion_request_has_its_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A broken completion request is refused with the documented status."""
    has_status(exchange, beside, case, profile)


@requirement(
    "errors.embeddings.refused",
    SHOULD,
    on=EMBEDDINGS,
    source=VALIDATION,
    fix="Check the request before it is handed on, and refuse what cannot be served.",
)
def test_broken_embeddings_request_is_refused(
    exchange: Exchange, beside: Recording | None
) -> None:
    """A request for embeddings that cannot be served is refused with a 4xx."""
    is_refused(exchange, beside)


@requirement(
    "errors.embeddings.status",
    SHOULD,
    on=EMBEDDINGS,
    source=VALIDATION,
    fix="Answer a broken request with the documented status.",
)
def test_broken_embeddings_request_has_its_status(
    exchange: Exchange, beside: Recording | None, case: Case, profile: Profile
) -> None:
    """A broken request for embeddings is refused with the documented status."""
    has_status(exchange, beside, case, profile)
