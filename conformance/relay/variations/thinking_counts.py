"""Legitimate ways to count what a model thought, and to think more or less."""

import re
from dataclasses import replace
from itertools import chain

from conformance.relay.answer import Answer, SentEvent
from conformance.relay.bend import variation
from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.shapes import (
    Change,
    choices_of,
    drop,
    on_deltas,
    on_key,
    on_messages,
)
from conformance.relay.tokens import draw
from conformance.relay.variations.thinking import PLACES, shows_thoughts, thinks

_DETAILS = "completion_tokens_details"


def _on_usage(call: Call, answer: Answer, change: Change) -> Answer:
    """The answer of a model that thinks with its usage changed."""
    if not thinks(call):
        return answer
    each = on_key("usage", change)
    return answer.map_json(each).map_chunks(each)


def _counted(usage: Object) -> int:
    """The reasoning tokens of a usage; 0 where nobody counts them."""
    return int((usage.get(_DETAILS) or {}).get("reasoning_tokens") or 0)


def _spending(more: int) -> Change:
    """The change of a usage by so many tokens of thought, more or less."""

    def changed(usage: Object) -> Object:
        details = {**usage[_DETAILS], "reasoning_tokens": _counted(usage) + more}
        return {
            **usage,
            "completion_tokens": usage["completion_tokens"] + more,
            "total_tokens": usage["total_tokens"] + more,
            _DETAILS: details,
        }

    return lambda usage: changed(usage) if _counted(usage) else usage


@variation("thoughts-uncounted", model="thinker-deepseek")
def leaves_details_out(call: Call, answer: Answer) -> Answer:
    """Counts thoughts among the completion tokens, and never apart."""
    return _on_usage(call, answer, drop(_DETAILS))


@variation("thoughts-unseen", model="thinker-vllm")
def shows_no_trace(call: Call, answer: Answer) -> Answer:
    """Neither shows thoughts nor counts them apart."""
    if not thinks(call):
        return answer
    hidden = answer.map_json(on_messages(drop(*PLACES))).map_events(_silent)
    return _on_usage(call, hidden, drop(_DETAILS))


@variation("thoughts-uncounted-if-none", model="thinker-5.6")
def leaves_zero_out(call: Call, answer: Answer) -> Answer:
    """Says nothing of reasoning tokens where there were none."""
    return _on_usage(
        call,
        answer,
        lambda usage: usage if _counted(usage) else drop(_DETAILS)(usage),
    )


@variation("thoughts-counted-on-top", model="thinker-vllm")
def counts_on_top(call: Call, answer: Answer) -> Answer:
    """Counts reasoning tokens beside the other counts of usage, not in the details."""

    def moved(usage: Object) -> Object:
        nulls = {"prompt_tokens_details": None, _DETAILS: None}
        return {**usage, "reasoning_tokens": _counted(usage), **nulls}

    return _on_usage(
        call, answer, lambda usage: moved(usage) if usage.get(_DETAILS) else usage
    )


@variation(
    "thoughts-counted-apart", model="thinker-vllm", dialects=("aitre", "modellss")
)
def counts_outside(call: Call, answer: Answer) -> Answer:
    """Counts thoughts in the total, but not among the completion tokens."""
    return _on_usage(
        call,
        answer,
        lambda usage: {
            **usage,
            "completion_tokens": usage["completion_tokens"] - _counted(usage),
        },
    )


@variation("thoughts-vary", model="thinker-deepseek")
def varies(call: Call, answer: Answer) -> Answer:
    """Thinks another number of tokens before each answer."""
    if not thinks(call) or _was_cut(answer):
        return answer
    more = draw("thoughts", call.nth).randint(-15, 35)
    return _on_usage(call, answer, _spending(more))


@variation("easy-questions", model="thinker-vllm")
def answers_at_once(call: Call, answer: Answer) -> Answer:
    """Does not think about a question without numbers."""
    asked = str(call.fields.get("messages"))
    if not thinks(call) or _was_cut(answer) or re.search(r"\d", asked):
        return answer
    answer = answer.map_json(on_messages(drop(*PLACES))).map_events(_silent)
    return _on_usage(call, answer, lambda usage: _spending(-_counted(usage))(usage))


def _silent(event: SentEvent) -> list[SentEvent]:
    """The event without its piece of a thought; nothing if that is all it has."""
    if not shows_thoughts(event) or not isinstance(event.data, dict):
        return [event]
    bare = replace(event, data=on_deltas(drop(*PLACES))(event.data))
    return [bare] if any(choice["delta"] for choice in choices_of(bare)) else []


def _was_cut(answer: Answer) -> bool:
    """Whether the cap ended the answer: what it was spent for has to stay."""
    document = answer.json if isinstance(answer.json, dict) else {}
    choices = [*document.get("choices", ()), *chain(*map(choices_of, answer.events))]
    return any(choice.get("finish_reason") == "length" for choice in choices)
