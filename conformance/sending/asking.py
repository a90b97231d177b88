"""Finds out how a model wants to be asked, in three exchanges at most.

Beside the suite's smallest request, which is sent anyway, each of these differs from
the one before it in what that one's refusal named: the difference proves what the
model takes. All that is known is read from the exchanges, so that a replay finds the
same manner.
"""

from collections.abc import Sequence
from typing import Any

from conformance.core.exchange import Exchange
from conformance.core.refusal import EFFORT, is_refused, listed_efforts, named_fields
from conformance.core.thinking import (
    answer_of,
    hidden_tokens,
    message_of,
    visible_text,
)
from conformance.inputs.manner import (
    NEW_CAP,
    NO_EFFORT,
    OLD_CAP,
    ORDINARY,
    Manner,
)

# Models that think do so at it, and the answer stays short.
PROMPT = "What is 48 times 76? Answer with the number only."
TRIALS = ("capped", "effort", "last")
STEADY = {"temperature": 0}
_SERVER_ERROR = 500
# Enough for the answer of a model that does not think.
VISIBLE = 64


def next_trial(
    plain: Exchange | None, trials: Sequence[Exchange]
) -> dict[str, Any] | None:
    """The fields of the next request beside model and messages; None: it is known.

    `plain` is the exchange of the smallest request, if it could be had.
    """
    match trials:
        case []:
            return {OLD_CAP: _cap(plain), **STEADY}
        case [*_, last] if not (last.accepted or _is_no(last)):
            return None  # no answer to the question: the manner stays unknown
        case [first]:
            shows = hidden_tokens(first) or _is_empty(first)
            return None if first.accepted and not shows else _without(plain, first)
        case [first, second] if first.accepted and _fails(second):
            return None  # the first is how it wants to be asked
        case [first, second] if not second.accepted:
            return _less(first, second)
        case [first, _] if _fails(first):
            # Was it the request, or a fault that has passed?
            return _sent_beside(first)
        case [first, second] if not first.accepted:
            return _steadied(second)
        case _:
            return None


def manner_of(plain: Exchange | None, trials: Sequence[Exchange]) -> Manner:
    """The manner that these exchanges show."""
    if not trials:
        return Manner(unknown="it was not asked")
    last = trials[-1]
    taken = [trial for trial in trials if trial.accepted]
    lost = not taken and any(map(_fails, trials))
    if lost or not (last.accepted or _is_no(last)):
        return Manner(unknown=f"{last.step} was answered with status {last.status}")
    if _is_ordinary(trials):
        return ORDINARY
    refused = _refused(plain, trials)
    if not taken:  # the smallest request is all that is taken, if that is
        thinks = bool(refused or _hidden(plain))
        return Manner("", temperature=False, thinks=thinks, refused=refused)
    sent, hidden = taken[-1].request.json, hidden_tokens(taken[-1])
    effort = sent.get(EFFORT, "")
    return Manner(
        cap=next((cap for cap in (OLD_CAP, NEW_CAP) if cap in sent), ""),
        temperature="temperature" in sent,
        # One that hides tokens all the same has no effect here.
        effort="" if effort == NO_EFFORT and hidden else effort,
        hidden=hidden,
        thinks=True,
        refused=refused,
    )


def _fails(exchange: Exchange) -> bool:
    """Whether a request was answered as a server error: some refuse fields like that.

    What such an answer says is not read. That the same request is taken without the
    field tells.
    """
    return exchange.status >= _SERVER_ERROR


def _is_no(exchange: Exchange) -> bool:
    return is_refused(exchange) or _fails(exchange)


def _is_ordinary(trials: Sequence[Exchange]) -> bool:
    """Whether the first request was taken, at last, and hid nothing."""
    first, last = trials[0], trials[-1]
    if _fails(first):
        again = last.accepted and _sent_beside(last) == _sent_beside(first)
        return again and not (hidden_tokens(last) or _is_empty(last))
    return first.accepted and len(trials) == 1


def _sent_beside(exchange: Exchange) -> dict[str, Any]:
    """The fields of a request beside model and messages."""
    sent = exchange.request.fields
    return {name: v for name, v in sent.items() if name not in ("model", "messages")}


def _cap(seen: Exchange | None) -> int:
    hidden = hidden_tokens(seen) if seen else 0
    return Manner(hidden=hidden, thinks=True).room if hidden else VISIBLE


def _without(plain: Exchange | None, first: Exchange) -> dict[str, Any]:
    """The request after the first trial: told not to think, with room to do so.

    Where the first was refused, it has the other cap and no temperature; whether that
    is taken is asked apart, as one field is named at a time.
    """
    hidden = max(_hidden(plain), _hidden(first))
    room = Manner(hidden=hidden, thinks=True).room
    if first.accepted:
        return {OLD_CAP: room, **STEADY, EFFORT: NO_EFFORT}
    return {NEW_CAP: room, EFFORT: NO_EFFORT}


def _less(first: Exchange, second: Exchange) -> dict[str, Any]:
    """The request after a refused second trial: the same less what was named."""
    named = () if _fails(second) else named_fields(second)
    sent = second.request.json
    cap = next(cap for cap in (NEW_CAP, OLD_CAP) if cap in sent)
    room = {cap: sent[cap]}
    if cap in named:
        other = OLD_CAP if cap == NEW_CAP else NEW_CAP
        known = is_refused(first) and other in named_fields(first)
        room = {} if known else {other: sent[cap]}
    if EFFORT not in named and named:
        return {**room, EFFORT: sent[EFFORT]}
    lowest = listed_efforts(second)[:1] if EFFORT in named else ()
    return {**room, EFFORT: lowest[0]} if lowest else room


def _steadied(second: Exchange) -> dict[str, Any]:
    """The request after an accepted second trial, with the temperature in question."""
    sent = second.request.json
    void = sent[EFFORT] == NO_EFFORT and hidden_tokens(second)
    effort = {} if void else {EFFORT: sent[EFFORT]}
    return {NEW_CAP: sent[NEW_CAP], **STEADY, **effort}


def _refused(plain: Exchange | None, trials: Sequence[Exchange]) -> tuple[str, ...]:
    """The fields that were refused by name, where a request without them was taken."""
    taken = [e for e in (plain, *trials) if e is not None and e.accepted]
    if not taken:
        return ()
    names = [n for e in trials if is_refused(e) for n in named_fields(e)]
    return tuple(dict.fromkeys(n for n in names if n not in ("model", "messages")))


def _hidden(exchange: Exchange | None) -> int:
    return hidden_tokens(exchange) if exchange is not None else 0


def _is_empty(exchange: Exchange) -> bool:
    """Whether an answer has no visible text: hidden tokens may have used its cap."""
    return not visible_text(message_of(answer_of(exchange)))
