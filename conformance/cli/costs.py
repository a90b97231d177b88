"""What requests cost beside tokens: pictures, speech, recordings, tasks."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from conformance.formats.template import expanded
from conformance.inputs.endpoint import Endpoint, Unit
from conformance.inputs.step import Step

# The spoken sample, rounded up: services count begun seconds.
_SAMPLE_SECONDS = 4


@dataclass(frozen=True, slots=True)
class Costs:
    """Pieces that a provider may count, each at most.

    `characters` are read out, `seconds` listened to, `tasks` are Midjourney's.
    """

    pictures: int = 0
    characters: int = 0
    seconds: int = 0
    tasks: int = 0

    def money(self, prices: Mapping[str, float]) -> float:
        """The price of all, in the currency of the target's prices."""
        return (
            self.pictures * prices.get("picture", 0.0)
            + self.characters * prices.get("speech", 0.0) / 1e6
            + self.seconds * prices.get("audio", 0.0) / 60
            + self.tasks * prices.get("task", 0.0)
        )

    def __str__(self) -> str:
        counted = (
            (self.pictures, "picture", ""),
            (self.characters, "character", " of speech"),
            (self.seconds, "second", " of audio"),
            (self.tasks, "Midjourney task", ""),
        )
        return ", ".join(
            f"{count} {name}{'s' if count > 1 else ''}{of}"
            for count, name, of in counted
            if count
        )


def total(steps: Iterable[Step], endpoints: Iterable[Endpoint]) -> Costs:
    """The costs of these steps together, polls and refusals counted once each."""
    known = tuple(endpoints)
    rows = [astuple(_costs(step, unit_of(step, known))) for step in steps]
    return Costs(*map(sum, zip(*rows, strict=True))) if rows else Costs()


def unit_of(step: Step, endpoints: Iterable[Endpoint]) -> Unit:
    """What a provider counts of a request."""
    units = (endpoint.priced for endpoint in endpoints if endpoint.takes(step))
    return next(units, Unit.NOTHING)


def _costs(step: Step, unit: Unit) -> Costs:
    match unit:
        case Unit.PICTURES:
            return Costs(pictures=_pictures(step.json or step.form or {}))
        case Unit.CHARACTERS:
            text = step.json.get("input", "") if isinstance(step.json, dict) else ""
            return Costs(characters=len(expanded(text)) if isinstance(text, str) else 0)
        case Unit.SECONDS:
            return Costs(seconds=_SAMPLE_SECONDS if step.form else 0)
        case Unit.TASKS:
            return Costs(tasks=1)
        case Unit.TOKENS | Unit.NOTHING:
            return Costs()


def _pictures(fields: Any) -> int:
    """How many pictures are asked for; a number in a form is text."""
    n = str(fields.get("n", 1)) if isinstance(fields, dict) else "1"
    return int(n) if n.isdigit() else 1
