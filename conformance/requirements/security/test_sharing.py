"""Callers beside each other: own answers, own models (source: owasp)."""

from typing import Any

from conformance import (
    MUST,
    Blocked,
    Case,
    Exchange,
    Profile,
    Recording,
    Undecided,
    Violation,
    less_asked,
    requirement,
)
from conformance.requirements.reading import (
    is_accepted,
    objects,
    plainly_accepted,
    summary_of,
)

_REFUSED = (401, 403, 404)


@requirement(
    "security.alike.accepted",
    MUST,
    on=("security/burst", "security/options"),
    source="openai/chat#request",
    breaks="Requests fail that differ only a little from others.",
    fix="Serve several requests at the same time, and alike ones one after another.",
    explained_by=less_asked("chat.accepted"),
)
def test_alike_requests_are_accepted(
    recording: Recording, beside: Recording | None
) -> None:
    """Requests that are much alike are all answered with 200."""
    plainly_accepted(beside)
    for exchange in recording:
        is_accepted(exchange)


@requirement(
    "security.own-answer",
    MUST,
    on="security/burst",
    source="owasp/api-security#object-level",
    breaks="Callers read what others have asked and been answered.",
    fix="Keep nothing of a request where another one can find it.",
)
def test_answer_is_the_callers_own(recording: Recording) -> None:
    """Of requests at the same time each gets the answer to its own."""
    words = [_asked(exchange).split()[-1] for exchange in recording]
    said = [
        (exchange, word, _text(exchange))
        for exchange, word in zip(recording, words, strict=True)
        if exchange.accepted
    ]
    if not any(word in text for _, word, text in said):
        raise Undecided("the model repeats no word, so that none can be told apart")
    for exchange, word, text in said:
        if any(other != word and other in text for other in words):
            raise Violation(f"the word {word}", text, "the text", exchange)


@requirement(
    "security.own-options",
    MUST,
    on="security/options",
    source="owasp/api-security#object-level",
    breaks="Callers silently get an answer that was made for another request.",
    fix="Put every field that shapes an answer into the key of a cache.",
)
def test_answer_belongs_to_its_options(
    recording: Recording, beside: Recording | None
) -> None:
    """A request that differs in its limits does not get an earlier answer."""
    plainly_accepted(beside)
    first = recording["first"]
    full = _text(first)
    if len(full.split()) < 8 or "5" not in full:
        raise Undecided("the first answer is too short to tell others from it")
    again = [e for e in (recording["capped"], recording["stopped"]) if _text(e) == full]
    if not again:
        return
    # A relay that ignores the limits, or a model that does, says the same again, too.
    id, other = _id(first), _id(beside.last) if beside else None
    if not id or id == other:
        raise Undecided("answers have no ids of their own to be told apart by")
    same = [e for e in again if _id(e) == id]
    if not same:
        raise Undecided("a text came again under another id: the limits were ignored")
    raise Violation("an answer of its own", full, "the text", same[0])


@requirement(
    "security.model-scope",
    MUST,
    on=("security/second-key", "security/second-key-completions"),
    source="one-api/relay#scope",
    breaks="A key that was given out for a cheap model pays for any.",
    fix="Check a key's models on every route.",
)
def test_key_opens_only_its_models(
    recording: Recording, case: Case, profile: Profile
) -> None:
    """A key that is for some models is refused for others."""
    own, other = recording["own"], recording["other"]
    if not own.accepted:
        raise Undecided(f"the key does not work for its own model ({summary_of(own)})")
    if other.status == 0:
        raise Blocked("no answer came")
    documented = profile.means(other.status, case.status, "forbidden")
    if other.status not in _REFUSED and not documented:
        expected = "status 401, 403 or 404"
        raise Violation(expected, summary_of(other), "the status", other)


def _asked(exchange: Exchange) -> str:
    messages: list[dict[str, Any]] = objects(exchange.request.fields.get("messages"))
    return str(messages[0]["content"])


def _text(exchange: Exchange) -> str:
    message = exchange.choices[0].get("message")
    return str(message.get("content") or "") if isinstance(message, dict) else ""


def _id(exchange: Exchange) -> object:
    return exchange.answer.get("id")
