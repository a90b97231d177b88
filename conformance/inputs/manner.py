"""Manners: how a model wants to be asked, and how a wish is spelled in one.

A case says what it wants (an answer of so many visible tokens, steady where
possible). Which field caps an answer, whether a temperature may be sent, and how much
room hidden tokens need differ from model to model; this module alone knows it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

OLD_CAP, NEW_CAP = "max_tokens", "max_completion_tokens"
CAPS = (OLD_CAP, NEW_CAP)
NO_EFFORT = "none"
# Of all models that know an effort `none`, and the least that makes them think.
LEAST_EFFORT = "low"
# Fields that models that think may refuse by their vendors' documents.
FOR_ORDINARY_MODELS = (
    "temperature",
    "top_p",
    "presence_penalty",
    "frequency_penalty",
    "logprobs",
    "top_logprobs",
    "logit_bias",
    "stop",
    "parallel_tool_calls",
)
# What depends on the effort, or is refused or demanded by some families only.
_OF_SOME = (
    "reasoning_effort",
    "tools",
    "tool_choice",
    "role",
    "reasoning_content",
    "reasoning",
    # To those whose organisation has proved nothing, or without a stream.
    "stream",
)
# The least cap that takes a thinking budget of 1,024 tokens and an answer.
_ROOM = 2048
_ROOM_PER_HIDDEN = 8
# Relays that hand such models on to another endpoint refuse smaller caps; and below the
# other, a model may be unable to write one visible token.
_LEAST = 16
_LEAST_EXACT = 64


@dataclass(frozen=True, slots=True)
class Wish:
    """What a step wants of the answer: visible tokens at most, and steadiness.

    `exact` is for what is about the cap itself: it gets no room for hidden tokens.
    `cap` names the field for what is about that field. `thinks` asks a model that can
    do without thinking to think all the same, and always leaves the room for it.
    """

    tokens: int
    steady: bool = False
    exact: bool = False
    cap: str = ""
    thinks: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How one model wants to be asked.

    `cap` is the field that caps the answer (empty: none is taken); `effort` what is
    sent as `reasoning_effort` (empty: nothing); `hidden` the tokens that a short answer
    cost beside its visible ones. `refused` are the fields that it refused by name.
    """

    cap: str = OLD_CAP
    temperature: bool = True
    effort: str = ""
    hidden: int = 0
    thinks: bool = False
    refused: tuple[str, ...] = ()
    # Whether the target's file states it, so that nothing was asked.
    stated: bool = False
    # Why it could not be found out; empty: it was.
    unknown: str = ""

    @property
    def room(self) -> int:
        """The tokens to add to each cap for what is hidden."""
        return 0 if self.effort == NO_EFFORT else self.room_to_think

    @property
    def room_to_think(self) -> int:
        """The same for an answer before which the model is to think."""
        return max(_ROOM, _ROOM_PER_HIDDEN * self.hidden) if self.thinks else 0

    @property
    def restricted(self) -> bool:
        """Whether the model may refuse fields that only ordinary models take."""
        return self.thinks or bool(self.refused)

    def capped(self, wish: Wish) -> int:
        """The cap that leaves so many visible tokens."""
        least = (_LEAST_EXACT if wish.exact else _LEAST) if self.restricted else 0
        room = self.room_to_think if wish.thinks else self.room
        return max(wish.tokens + (0 if wish.exact else room), least)

    def spelled(self, fields: Mapping[str, Any], wish: Wish | None) -> dict[str, Any]:
        """The fields of a request with a wish spelled in this manner.

        What the request states itself stays as it is.
        """
        return dict(fields) if wish is None else self.fields_of(wish) | dict(fields)

    def fields_of(self, wish: Wish) -> dict[str, Any]:
        """The fields that spell a wish in this manner."""
        # A temperature that is taken without thinking may be refused with it.
        woken = wish.thinks and self.effort == NO_EFFORT
        effort = LEAST_EFFORT if woken else self.effort
        steady = wish.steady and self.temperature and not woken
        cap = wish.cap or self.cap
        return {
            **({cap: self.capped(wish)} if cap else {}),
            **({"temperature": 0} if steady else {}),
            **({"reasoning_effort": effort} if effort else {}),
        }

    def text_of(self, wish: Wish) -> str:
        """The same as the text of members of an object, for bodies sent as they are."""
        members = reversed(self.fields_of(wish).items())
        return ",\n\t".join(f'"{name}": {json.dumps(v)}' for name, v in members)

    def __str__(self) -> str:
        """In one line, such as "max_completion_tokens, effort none, no temperature"."""
        parts = [self.cap or "no cap"]
        parts += [f"effort {self.effort}"] if self.effort else []
        parts += [] if self.temperature else ["no temperature"]
        parts += [f"{self.hidden} hidden tokens"] if self.hidden else []
        return ", ".join(parts)

    def may_refuse(self, named: Iterable[str]) -> str:
        """The first of the named fields that such a model may refuse, if it thinks."""
        allowed = {*FOR_ORDINARY_MODELS, *_OF_SOME, *CAPS}
        if self.cap != OLD_CAP:
            # Those that refuse it are OpenAI's, whose document has all the roles.
            allowed -= {"role"}
        return next((n for n in named if self.restricted and n in allowed), "")

    def adapted(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a request that was not written as a wish, in this manner."""
        if not self.restricted:
            return dict(fields)
        kept = {name: v for name, v in fields.items() if name not in self._not_taken}
        return self.recapped(kept)

    def recapped(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields with their cap, if they have one, in the field that is taken."""
        other = {n: v for n, v in fields.items() if n not in CAPS}
        cap = fields.get(OLD_CAP, fields.get(NEW_CAP))
        if not self.restricted or not isinstance(cap, int) or isinstance(cap, bool):
            return dict(fields)
        return self.spelled(other, Wish(cap))

    @property
    def _not_taken(self) -> frozenset[str]:
        """The fields that the model refuses, or may refuse."""
        return frozenset((*FOR_ORDINARY_MODELS, *self.refused)) - set(CAPS)


ORDINARY = Manner()
# What costs most: a model that cannot do without thinking.
THINKING = Manner(NEW_CAP, temperature=False, thinks=True)


def stated_manners(raw: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Manner]:
    """The manners that a target's file states, by kinds of model."""
    return MappingProxyType({kind: _stated(row) for kind, row in raw.items()})


def _stated(row: Mapping[str, Any]) -> Manner:
    hidden = row.get("hidden_tokens", 0)
    effort = row.get("effort", "")
    cap = row.get("cap", OLD_CAP)
    temperature = row.get("temperature", True)
    ordinary = cap == OLD_CAP and temperature and not effort and not hidden
    return Manner(cap, temperature, effort, hidden, not ordinary, stated=True)


def row_of(manner: Manner) -> dict[str, Any]:
    """What a target's file says of a manner: `stated_manners` gives it again."""
    row = {
        "cap": manner.cap,
        "temperature": manner.temperature,
        "hidden_tokens": manner.hidden,
    }
    return row | {"effort": manner.effort} if manner.effort else row
