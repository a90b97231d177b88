"""Rehearses a bend: whether it changes the faithful answer to a call, without a run.

A call does not tell by itself how many came before it, or what is drawn and when. In
a rehearsal all that is unknown: a bend that looks at it cannot be rehearsed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.relay import Answer, Answering, Call, respond


class Unrehearsable(Exception):
    """What a bend does depends on more than the call."""


class _Unknown:
    """Stands in for what a call does not tell by itself: who uses it fails.

    What it does not define below fails anyway.
    """

    def copied(self) -> "_Unknown":
        """A copy is as unknown; who only makes one has not looked."""
        return self

    def _used(self, *_: object) -> Any:
        raise Unrehearsable

    __bool__ = __eq__ = __ne__ = __hash__ = __format__ = __str__ = __repr__ = _used


_UNKNOWN: Any = _Unknown()
_UNTOLD = ("nth", "earlier", "received", "id_seed", "tasks")


def changes(bent: Callable[[Answering], Answering], call: Call, answer: Answer) -> bool:
    """Whether a bent relay answers a call otherwise than with this faithful answer.

    It does as well if it has another call answered on the way: that leaves traces.
    """
    upstage = _Faithful(call, answer)
    try:
        given = bent(upstage.respond)(replace(call, **dict.fromkeys(_UNTOLD, _UNKNOWN)))
    except Exception as error:  # whatever the unknown led to
        raise Unrehearsable from error
    return upstage.others or not _alike(given, answer)


@dataclass(slots=True)
class _Faithful:
    """The faithful relay behind a bend, in a rehearsal."""

    call: Call
    answer: Answer
    # Whether anything but the call has been answered, or nothing at all.
    others: bool = True
    _seen: list[bool] = field(default_factory=list)

    def respond(self, call: Call) -> Answer:
        untold = {name for name in _UNTOLD if getattr(call, name) is _UNKNOWN}
        known = replace(call, **{name: getattr(self.call, name) for name in untold})
        same = _same(known, self.call)
        self._seen.append(same)
        self.others = not all(self._seen)
        if same:
            return self.answer
        return respond(replace(known, tasks=known.tasks.copied()))


def _same(one: Call, other: Call) -> bool:
    """Whether two calls are the same, where 1, 1.0 and true are not."""
    return one == other and (one.json is other.json or repr(one) == repr(other))


def _alike(one: Answer, other: Answer) -> bool:
    """Whether two answers are the same on the wire."""
    heads = replace(one, body=b"") == replace(other, body=b"")
    order = list(one.headers) == list(other.headers)
    bodies = one.body is other.body or repr(one.body) == repr(other.body)
    return heads and order and bodies
