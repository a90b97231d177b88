"""Chat completions: how much to think (source: openai/chat#reasoning-effort)."""

from collections.abc import Iterable

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Case,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Undecided,
    Violation,
    requirement,
)
from conformance.core.refusal import (
    EFFORT,
    EFFORTS,
    is_refused,
    listed_efforts,
    named_fields,
)
from conformance.requirements.reading import summary_of
from conformance.requirements.refusals import is_documented

SOURCE = "openai/chat#reasoning-effort"
CASE = "chat/reasoning-efforts"
# The caps of the requests with an effort, and of those without.
BUDGETS = (2048, 1024)
# A server that is overloaded or too slow says nothing of the effort.
_BUSY = (503, 504)
_CAPS = ("max_tokens", "max_completion_tokens")


@requirement(
    "chat.reasoning.effort.unknown",
    MUST,
    on=CASE,
    source="openai/errors#client-mistake",
    breaks="Clients send the doomed request again and again.",
    fix="Refuse an effort that you do not know with a 4xx.",
)
def test_unknown_effort_is_no_server_error(
    recording: Recording, case: Case, profile: Profile
) -> None:
    """An effort that there is not is not answered as a server error."""
    unknown = _answered(recording["unknown"])
    _is_taken_elsewhere(recording)
    if unknown.status >= 500 and not is_documented(unknown, case, profile):
        got = summary_of(unknown)
        raise Violation("a status below 500", got, "the status", exchange=unknown)


@requirement(
    "chat.reasoning.effort.documented",
    MUST,
    on=CASE,
    source="openai/errors#client-mistake",
    breaks="Clients send the doomed request again and again.",
    fix="Hand each documented effort on, or refuse it with a 4xx.",
)
def test_documented_effort_is_no_server_error(recording: Recording) -> None:
    """A documented effort is taken, or refused with a 4xx."""
    _is_taken_elsewhere(recording)
    for exchange in _documented(recording):
        if _answered(exchange).status >= 500:
            got = summary_of(exchange)
            raise Violation("200 or a 4xx", got, "the status", exchange=exchange)


@requirement(
    "chat.reasoning.effort.listed",
    SHOULD,
    on=CASE,
    source=SOURCE,
    breaks="Clients that take an effort from the list are refused again.",
    fix="List what the model takes, not what the schema allows.",
)
def test_listed_effort_is_taken(recording: Recording) -> None:
    """An effort that the refusal of an unknown one lists is taken."""
    unknown = recording["unknown"]
    listed = listed_efforts(unknown) if is_refused(unknown) else ()
    if not listed:
        raise NotOffered("an unknown effort is not refused with a list of others")
    for exchange in (recording[name] for name in listed):
        if is_refused(exchange) and EFFORT in named_fields(exchange):
            got = summary_of(exchange)
            expected = "an effort taken that is listed as one to choose"
            raise Violation(expected, got, "the status", exchange=exchange)


@requirement(
    "chat.reasoning.effort.named",
    SHOULD,
    on=CASE,
    source="openai/errors#validation",
    breaks="Clients cannot tell that it is the effort which the model does not take.",
    fix="Name `reasoning_effort` in `param`, or in the message.",
)
def test_refused_effort_is_named(recording: Recording) -> None:
    """The refusal of an effort names it."""
    _is_taken_elsewhere(recording)
    refusals = [exchange for exchange in recording if is_refused(exchange)]
    if not refusals:
        raise NotOffered("the model takes every effort")
    for exchange in refusals:
        if not _names_effort(exchange):
            got = summary_of(exchange)
            raise Violation(f"`{EFFORT}` named", got, "the body", exchange=exchange)


@requirement(
    "chat.reasoning.cache",
    MUST,
    on=CASE,
    source="openai/chat#id",
    breaks="Clients silently get an answer that was made with another effort.",
    fix="Put `reasoning_effort` into the key of a cache.",
)
def test_answers_to_different_efforts_differ(
    recording: Recording, beside: Recording | None
) -> None:
    """Answers to requests with different efforts have different ids."""
    answers = [e for e in _documented(recording) if e.accepted]
    if len(answers) < 2:
        raise NotOffered("the model takes one effort at most")
    elsewhere = {_id(exchange) for exchange in beside or () if exchange.accepted}
    seen: set[str] = set()
    for exchange in answers:
        id = _id(exchange)
        if id in elsewhere:
            raise Undecided("answers to other questions have the same id")
        if id in seen:
            expected = "an id of its own"
            raise Violation(expected, got=id, at="/id", exchange=exchange)
        seen.add(id)


@requirement(
    "chat.reasoning.budget",
    SHOULD,
    on="chat/reasoning-budget",
    source="openai/errors#validation",
    breaks="Clients are told of a budget that they have never set.",
    fix="Keep the budget that you make of an effort below the cap of the request.",
)
def test_effort_fits_into_the_cap(recording: Recording) -> None:
    """A low effort fits into the cap, or its refusal names a field that was sent."""
    pairs = [(recording[f"effort-{n}"], recording[f"plain-{n}"]) for n in BUDGETS]
    # A cap that is too small for the answer itself is refused without an effort, too.
    judged = [(effort, plain) for effort, plain in pairs if plain.accepted]
    for effort, _ in judged:
        if is_refused(effort) and not _sent_fields(effort):
            expected = "200, or the name of a field that was sent"
            raise Violation(expected, summary_of(effort), "the body", exchange=effort)
    if not any(effort.accepted or is_refused(effort) for effort, _ in judged):
        raise Undecided("the request is not taken without an effort either")


def _sent_fields(exchange: Exchange) -> set[str]:
    """The fields that a refusal names, but for those that every request has."""
    sent = exchange.request.fields.keys() - {"model", "messages"}
    return sent & set(named_fields(exchange))


def _documented(recording: Recording) -> Iterable[Exchange]:
    return [recording[name] for name in EFFORTS]


def _answered(exchange: Exchange) -> Exchange:
    if not exchange.status:
        raise Blocked("no answer came")
    if exchange.status in _BUSY:
        raise Undecided(f"the target was busy ({exchange.status})")
    return exchange


def _is_taken_elsewhere(recording: Recording) -> None:
    """Undecided unless the same request is taken with one effort at least."""
    if not any(exchange.accepted for exchange in recording):
        raise Undecided("the request is taken with no effort at all")


def _names_effort(exchange: Exchange) -> bool:
    """Whether a refusal speaks of the effort, or of a cap that is too small for it."""
    named = {EFFORT, *_CAPS} & set(named_fields(exchange))
    return bool(named) or b"effort" in exchange.body.lower()


def _id(exchange: Exchange) -> str:
    id = exchange.answer.get("id")
    if not isinstance(id, str) or not id:
        raise Blocked("an answer has no id")
    return id
