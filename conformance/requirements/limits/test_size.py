"""Limits of size: what is sent is read whole, or refused (source: openai/chat)."""

from conformance import (
    MUST,
    SHOULD,
    Blocked,
    Exchange,
    NotOffered,
    Profile,
    Recording,
    Undecided,
    Violation,
    requirement,
    same_answer,
    same_place,
)
from conformance.requirements.reading import (
    counts_by_length,
    is_accepted,
    objects,
    plainly_accepted,
    summary_of,
)
from conformance.requirements.refusals import is_otherwise_taken, refused

WORD = "marmalade"  # stands in the last line of the prompts
# Of the words of a prompt, each is a token at least; some leave out a few.
_SHARE = 0.8
# The kinds of refusal of what is too long, and of what comes at the wrong moment.
_TOO_LONG = ("context", "too-large")
_BUSY = ("rate-limit", "no-quota", "overload", "timeout")


@requirement(
    "limits.body",
    MUST,
    on="limits/body",
    source="openai/chat#whole-prompt",
    breaks="The model answers something that was never asked.",
    fix="Hand bodies on whole, or refuse those that are too large with 413.",
)
def test_long_prompt_is_read_whole(recording: Recording) -> None:
    """A long prompt is read to its end, or refused."""
    short, long = recording["short"], recording["long"]
    if not short.accepted:
        raise Blocked(f"the short prompt was refused ({short.status})")
    if not long.accepted:
        raise NotOffered(f"the long prompt was refused ({long.status})")
    if WORD in _text(long).lower():
        return
    least = _SHARE * (_words(long) - _words(short))
    grown = long.usage["prompt_tokens"] - short.usage["prompt_tokens"]
    if grown >= least:
        return
    if WORD not in _text(short).lower():
        raise Undecided("the model does not do the task behind a short text either")
    counts_by_length(short.usage["prompt_tokens"], long.usage["prompt_tokens"])
    expected = f"about {least:.0f} prompt tokens more"
    raise Violation(expected, grown, "/usage/prompt_tokens", long)


@requirement(
    "limits.context",
    MUST,
    on="limits/context",
    source="openai/errors#context",
    breaks="The model answers without what was dropped, and nobody is told.",
    fix="Refuse a prompt that does not fit with 400 `context_length_exceeded`.",
    explained_by=same_place("limits.body"),
)
def test_prompt_beyond_the_window_is_refused(
    exchange: Exchange, beside: Recording | None, profile: Profile
) -> None:
    """A prompt beyond the window is refused with a 4xx, or counted whole."""
    if exchange.status == 0:
        raise Blocked("no answer came")
    is_no = 400 <= exchange.status < 500
    if is_no or profile.means(exchange.status, "context", "too-large"):
        is_otherwise_taken(beside)
        return
    if not exchange.accepted:
        raise Violation("a status from 400 to 499", summary_of(exchange), "the status")
    least, counted = _SHARE * _words(exchange), exchange.usage["prompt_tokens"]
    if counted < least:
        plainly_accepted(beside)
        counts_by_length(beside.last.usage["prompt_tokens"] if beside else 0, counted)
        raise Violation(
            f"a refusal, or {least:.0f} tokens", counted, "/usage/prompt_tokens"
        )


@requirement(
    "limits.status",
    SHOULD,
    on=("limits/body", "limits/context"),
    source="openai/errors#context",
    where="statuses.context",
    fix="Refuse a prompt that does not fit with the status that your document names.",
    explained_by=same_answer("limits.context"),
)
def test_long_prompt_is_refused_as_documented(
    recording: Recording, beside: Recording | None, profile: Profile
) -> None:
    """A prompt that is too long is refused with a status documented for it."""
    long, plain = refused(recording.last), [*recording, *(beside or ())]
    if not any(exchange.accepted for exchange in plain):
        raise Undecided("no short prompt is taken that would show what is refused")
    if profile.means(long.status, *_BUSY):
        raise Undecided(f"the target may have too much to do ({long.status})")
    if not profile.means(long.status, *_TOO_LONG):
        codes = [code for kind in _TOO_LONG for code in profile.statuses.get(kind, ())]
        known = " or ".join(map(str, dict.fromkeys(codes)))
        raise Violation(f"status {known}", summary_of(long), "the status")


@requirement(
    "limits.health.accepted",
    MUST,
    on="limits/health",
    source="http/semantics#answer",
    breaks="One caller's odd request takes the relay away from all.",
    fix="Find out what a request leaves behind: a stuck worker, a poisoned connection.",
)
def test_next_request_is_answered(exchange: Exchange, beside: Recording | None) -> None:
    """After a stream that was left, and an odd request, a plain one is answered."""
    plainly_accepted(beside)
    is_accepted(exchange)


def _words(exchange: Exchange) -> int:
    messages = objects(exchange.request.fields.get("messages"))
    return sum(len(str(message.get("content")).split()) for message in messages)


def _text(exchange: Exchange) -> str:
    messages = objects([choice.get("message") for choice in exchange.choices])
    return "".join(str(message.get("content") or "") for message in messages)
