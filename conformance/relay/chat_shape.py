"""The parts that a chat completion and its chunks share."""

import math
from dataclasses import dataclass

from conformance.relay.call import Call
from conformance.relay.json_text import Object
from conformance.relay.tokens import in_parts, likelihood, split, without

FINGERPRINT = "fp_relaycert01"


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of an answer that stays the same in all of its chunks."""

    id: str
    created: int
    model: str
    fingerprint: str
    omits: frozenset[str]
    # Counts of usage that together make up the tokens of the prompt.
    prompt_parts: tuple[str, ...]
    # How many alternatives to show for each token; None: no logprobs at all.
    alternatives: int | None
    # Whether a stream shows its usage.
    carries_usage: bool

    @classmethod
    def of(cls, call: Call, fields: Object) -> "Frame":
        """The frame for a call."""
        wants_logprobs = fields.get("logprobs")
        return cls(
            id=call.new_id("chatcmpl-"),
            created=math.floor(call.received),
            model=fields["model"],
            fingerprint=FINGERPRINT,
            omits=call.dialect.omits,
            prompt_parts=call.dialect.prompt_parts,
            alternatives=int(fields.get("top_logprobs", 0)) if wants_logprobs else None,
            carries_usage=call.carries_usage,
        )

    def counted(self, counts: Object) -> Object:
        """Usage as the contract has it."""
        return in_parts(without(counts, self.omits), self.prompt_parts)


def unprefixed(value: Object) -> Object:
    """The object with `chat.` removed from its keys.

    A dialect may omit a key in chat answers only, and then says so by this prefix.
    """
    return {key.removeprefix("chat."): item for key, item in value.items()}


def logprobs(text: str, alternatives: int) -> Object:
    """The logprobs object of a text."""
    entries = [
        _entry(token, position, alternatives)
        for position, token in enumerate(split(text))
    ]
    return {"content": entries, "refusal": None}


def _entry(token: str, position: int, alternatives: int) -> Object:
    ranked = likelihood(token, position, max(alternatives, 1))
    top = [_item(other, logprob) for other, logprob in ranked]
    return {**_item(*ranked[0]), "top_logprobs": top[:alternatives]}


def _item(token: str, logprob: float) -> Object:
    return {"token": token, "logprob": logprob, "bytes": list(token.encode())}
