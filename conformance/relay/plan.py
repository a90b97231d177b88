"""Parses a path prefix such as `/~openai+stream-no-done+pace=0.02`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial, reduce

from conformance.relay.answer import Answer, json_answer
from conformance.relay.bend import (
    Answering,
    Around,
    Bend,
    BendKind,
    blanks,
    faults,
    variations,
)
from conformance.relay.call import Call
from conformance.relay.dialect import DIALECTS, Dialect

# Longer pauses serve nobody and would hold a connection.
LONGEST_PAUSE = 60.0


class UnknownPart(ValueError):
    """A part of a prefix is no dialect, fault, variation or timing."""


@dataclass(frozen=True, slots=True)
class RelayPlan:
    """A dialect, the bends of its answers, and their timing."""

    dialect: Dialect = field(default_factory=Dialect)
    bends: tuple[Bend, ...] = ()
    latency: float = 0.0
    # Seconds between the events of a stream.
    pace: float = 0.0
    # Seconds that a Midjourney task takes; enough for a few requests meanwhile.
    task: float = 0.12

    def answering(self, faithful: Answering) -> Answering:
        """The faithful way to answer, with this plan's timing and bends around it."""
        # Variations wrap faults: what is wrong may also be said in another way.
        ordered = sorted(self.bends, key=lambda bend: bend.kind is BendKind.VARIATION)
        timed = _around(self._timed, faithful)
        return reduce(lambda inner, bend: _around(bend.function, inner), ordered, timed)

    def _timed(self, call: Call, proceed: Answering) -> Answer:
        answer = proceed(call)
        paced = [replace(event, delay=self.pace) for event in answer.events[1:]]
        if self.pace and answer.streams:
            answer = answer.with_events([*answer.events[:1], *paced])
        return replace(answer, delay=answer.delay + self.latency)


def _around(function: Around, proceed: Answering) -> Answering:
    return lambda call: function(call, proceed)


def read_plan(
    parts: Iterable[str],
    default: Dialect,
    spoken: Mapping[str, Dialect] = DIALECTS,
    own: Iterable[Bend] = (),
) -> RelayPlan:
    """The plan that these parts ask for; `default` where none names a dialect.

    `own` are bends that are known beside the relay's.
    """
    named = filter(None, parts)
    with_part = partial(_with_part, spoken, tuple(own))
    return reduce(with_part, named, RelayPlan(default))


def _with_part(
    spoken: Mapping[str, Dialect], own: tuple[Bend, ...], plan: RelayPlan, part: str
) -> RelayPlan:
    if part in spoken:
        return replace(plan, dialect=spoken[part])
    name, _, value = part.partition("=")
    if name == "latency":
        return replace(plan, latency=_seconds(value, part))
    if name == "pace":
        return replace(plan, pace=_seconds(value, part))
    if name == "task":
        return replace(plan, task=_seconds(value, part))
    bends = {bend.name: bend for bend in (*faults(), *variations(), *blanks(), *own)}
    if part not in bends:
        raise UnknownPart(part)
    return replace(plan, bends=(*plan.bends, bends[part]))


def _seconds(value: str, part: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        raise UnknownPart(part) from None
    if not 0 <= seconds <= LONGEST_PAUSE:
        raise UnknownPart(part)
    return seconds


def unknown_part(part: str) -> Answer:
    """The answer to a prefix with an unknown part."""
    message = f"Unknown fault, variation or dialect in the path: '{part[:80]}'."
    error = {
        "message": message,
        "type": "invalid_request_error",
        "param": None,
        "code": "unknown_bend",
    }
    return json_answer({"error": error}, 404)
