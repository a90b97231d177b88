"""Finds out how a model wants to be asked, in three exchanges at most.

Beside the suite's smallest request, which is sent anyway, each of these differs from
the one before it in what that one's refusal named: the difference proves what the
model takes. All that is known is read from the exchanges, so that a replay finds the
same manner.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from conformance.core.exchange import Exchange
from conformance.core.refusal import EFFORT, is_refused, listed_efforts, named_fields
from conformance.inputs.manner import (
    NEW_CAP,
    NO_EFFORT,
    OLD_CAP,
    ORDINARY,
    Manner,
    Wish,
)

# Models that think do so at it, and the answer stays short.
PROMPT = "What is 48 times 76? Answer with the number only."
TRIALS = ("capped", "effort", "last")
STEADY = {"temperature": 0}
# Enough for the answer of a model that does not think.
_VISIBLE = 64
# Fewer hidden tokens than these may be an uneven count of the visible ones.
_NOTABLE = 16
_CHARACTERS = 3  # of shown thought to a token, about
_TEXTS = ("reasoning_content", "reasoning")


def next_trial(
    plain: Exchange | None, trials: Sequence[Exchange]
) -> dict[str, Any] | None:
    """The fields of the next request beside model and messages; None: it is known.

    `plain` is the exchange of the smallest request, if it could be had.
    """
    match trials:
        case []:
            return {OLD_CAP: _cap(plain), **STEADY}
        case [*_, last] if not (last.accepted or is_refused(last)):
            return None  # no answer to the question: the manner stays unknown
        case [first]:
            shows = hidden_tokens(first) or _is_empty(first)
            return None if first.accepted and not shows else _without(plain, first)
        case [first, second] if not second.accepted:
            return _less(first, second)
        case [first, second] if not first.accepted:
            return _steadied(second)
        case _:
            return None


def manner_of(plain: Exchange | None, trials: Sequence[Exchange]) -> Manner:
    """The manner that these exchanges show."""
    if not trials:
        return Manner(unknown="it was not asked")
    last = trials[-1]
    if not (last.accepted or is_refused(last)):
        return Manner(unknown=f"{last.step} was answered with status {last.status}")
    taken = [trial for trial in trials if trial.accepted]
    if taken == [trials[0]] and len(trials) == 1:
        return ORDINARY
    refused = _refused(plain, trials)
    if not taken:  # the smallest request is all that is taken, if that is
        return Manner("", temperature=False, thinks=True, refused=refused)
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


def hidden_tokens(exchange: Exchange) -> int:
    """The tokens that an answer cost beside its visible text; 0 if none are to be seen.

    As the answer counts them, else by what was counted above its visible text.
    """
    answer = _answer(exchange)
    usage = answer.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    details = usage.get("completion_tokens_details")
    details = details if isinstance(details, dict) else {}
    for counted in (details.get("reasoning_tokens"), usage.get("reasoning_tokens")):
        if isinstance(counted, int) and not isinstance(counted, bool) and counted > 0:
            return counted
    message = _message(answer)
    visible, shown = _visible(message), _thought(message)
    total = usage.get("completion_tokens")
    total = total if isinstance(total, int) and not isinstance(total, bool) else 0
    # A token of text is at least a byte: what was counted above is surely hidden.
    beside = max(0, total - len(visible.encode("utf-8", "replace")))
    if shown:
        return max(beside, -(-len(shown) // _CHARACTERS))
    return beside if beside >= _NOTABLE else 0


def trial_wish() -> Wish:
    """What a trial wants of the answer, for the budget."""
    return Wish(_VISIBLE, steady=True)


def _cap(seen: Exchange | None) -> int:
    hidden = hidden_tokens(seen) if seen else 0
    return Manner(hidden=hidden, thinks=True).room if hidden else _VISIBLE


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
    named = named_fields(second)
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


def _answer(exchange: Exchange) -> dict[str, Any]:
    if not exchange.accepted:
        return {}
    try:
        answer = json.loads(exchange.body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _message(answer: dict[str, Any]) -> dict[str, Any]:
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    return message if isinstance(message, dict) else {}


def _visible(message: dict[str, Any]) -> str:
    """The text of a message without what stands there as thought."""
    content = message.get("content")
    if isinstance(content, list):
        texts = [p.get("text") for p in content if isinstance(p, dict)]
        return "".join(text for text in texts if isinstance(text, str))
    text = content if isinstance(content, str) else ""
    # The opening tag is often part of the template, and missing here.
    return text.rpartition("</think>")[2] if "</think>" in text else text


def _thought(message: dict[str, Any]) -> str:
    """The thinking that a message shows, in whatever place."""
    for name in _TEXTS:
        if isinstance(message.get(name), str) and message[name]:
            return str(message[name])
    content = message.get("content")
    if isinstance(content, str):
        before, tag, _ = content.rpartition("</think>")
        return re.sub(r"^\s*<think>", "", before) if tag else ""
    return ""


def _is_empty(exchange: Exchange) -> bool:
    """Whether an answer has no visible text: hidden tokens may have used its cap."""
    return not _visible(_message(_answer(exchange)))
