"""The upstream's answers as they reach the client (source: one-api/relay)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    Recording,
    Violation,
    judges_exchange,
    requirement,
    same_place,
)
from conformance.requirements.instruments import relayed
from conformance.requirements.reading import is_accepted, summary_of


@requirement(
    "upstream.accepted",
    MUST,
    on=("upstream/answers", "upstream/slow", "upstream/headers", "upstream/left"),
    source="one-api/relay#handed-on",
    breaks="Requests fail although the upstream has answered them.",
    fix="Hand the upstream's answers on, slow ones too.",
)
def test_answer_is_handed_on(recording: Recording) -> None:
    """What the upstream answers with 200 reaches the client with 200."""
    relayed(recording)
    is_accepted(recording.last)


@requirement(
    "upstream.once",
    MUST,
    on=("upstream/answers", "upstream/slow"),
    source="http/semantics#sent-once",
    breaks="Each answer is paid for twice.",
    fix="Send a generation to one upstream once; a slow answer is no failure.",
)
def test_upstream_is_asked_once(recording: Recording) -> None:
    """One request of the client is one request to the upstream."""
    calls = relayed(recording)
    if not recording.last.attempts and len(calls) > 1:
        raise Violation("one request", got=len(calls), at="the upstream")


@requirement(
    "upstream.refusal",
    MUST,
    on="upstream/refuses",
    source="one-api/relay#upstream-error",
    breaks="Clients send a request again that can never succeed.",
    fix="Answer what the upstream refuses with 4xx with a 4xx.",
    explained_by=same_place("upstream.accepted"),
)
def test_refusal_stays_one(recording: Recording) -> None:
    """A request that the upstream refuses with 400 is refused with a 4xx."""
    relayed(recording)
    _is_client_error(recording.last)


@requirement(
    "upstream.refused-key",
    SHOULD,
    on="upstream/refuses-key",
    source="one-api/relay#upstream-error",
    fix="Keep the class of the upstream's refusal, of your own key as well.",
    explained_by=same_place("upstream.refusal"),
)
def test_refused_key_stays_a_refusal(recording: Recording) -> None:
    """A request that the upstream refuses with 401 is refused with a 4xx."""
    relayed(recording)
    _is_client_error(recording.last)


@judges_exchange
def _is_client_error(exchange: Exchange) -> None:
    if exchange.status == 0:
        raise Blocked("no answer came")
    if not 400 <= exchange.status < 500:
        raise Violation("a status from 400 to 499", summary_of(exchange), "the status")
