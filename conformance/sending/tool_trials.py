"""Finds out how a model that thinks takes tools, in three exchanges at most.

Some take them only where they do not think, and say so by naming the effort; some do
not let a choice force a call while they think. Each request differs from the one before
it in what that one's refusal named: the difference proves what the model takes.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from conformance.core.exchange import Exchange
from conformance.core.refusal import EFFORT, is_refused, named_fields
from conformance.inputs.manner import NO_EFFORT, Manner, Wish

TRIALS = ("tools", "second", "third")
CHOICE = "tool_choice"
_ANSWER = Wish(80, steady=True)
_FORCED = {
    "messages": [{"role": "user", "content": "What is the weather in Paris?"}],
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "get_weather",
                "description": "Returns the weather in a city.",
                "parameters": {
                    "type": "object",
                    "properties": {"city": {"type": "string"}},
                    "required": ["city"],
                },
            },
        }
    ],
    CHOICE: "required",
}


def next_trial(manner: Manner, trials: Sequence[Exchange]) -> dict[str, Any] | None:
    """The fields of the next request beside the model; None: there is none to ask."""
    if not trials:
        return manner.spelled(_FORCED, _ANSWER)
    last = trials[-1]
    if not is_refused(last) or len(trials) == len(TRIALS):
        return None
    sent = dict(last.request.fields)
    named = named_fields(last)
    if CHOICE in sent and (CHOICE in named or not named):
        return _without(sent, CHOICE)
    if EFFORT in named and sent.get(EFFORT) != NO_EFFORT:
        return {**_without(sent, ""), EFFORT: NO_EFFORT}
    return None


def manner_with_tools(manner: Manner, trials: Sequence[Exchange]) -> Manner:
    """The manner in which a request with tools is taken; the same if none was."""
    taken = next((trial for trial in trials if trial.accepted), None)
    if taken is None:
        return manner
    sent = taken.request.fields
    forced = () if CHOICE in sent else (CHOICE,)
    refused = tuple(dict.fromkeys((*manner.refused, *forced)))
    return replace(manner, effort=sent.get(EFFORT, ""), refused=refused)


def _without(sent: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in sent.items() if key not in ("model", name)}
