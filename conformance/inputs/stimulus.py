"""What a case sends: written steps, generated requests, a client's, or trials."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from conformance.formats.template import places
from conformance.inputs.step import Step, step_of


@dataclass(frozen=True)
class WrittenSteps:
    """Requests that the case file spells out."""

    steps: tuple[Step, ...]
    # Whether all of them are sent at the same time.
    burst: bool = False
    # Whether they are sent as often as the command line says.
    repeat: bool = False

    def sent(self, rounds: int, forms: int = 0) -> tuple[Step, ...]:
        """The steps in the order in which they are sent.

        `forms` are the other forms of a key that the contract has.
        """
        steps = tuple(
            replace(step, key_form=form) if step.in_other_forms else step
            for step in self.steps
            for form in range(forms if step.in_other_forms else 1)
        )
        return steps * (rounds if self.repeat else 1)

    @cached_property  # asked for by every item of a run
    def models(self) -> tuple[str, ...]:
        """The kinds of model that the requests name, sorted."""
        names = places([[s.path, s.json, s.body, s.form] for s in self.steps])
        return tuple(sorted(n.split(".")[1] for n in names if n.startswith("models.")))


@dataclass(frozen=True, slots=True)
class GeneratedRequests:
    """Requests of a family that are drawn from the run's seed."""

    family: str
    # How many, unless the command line says otherwise.
    examples: int
    # The kind of model that they name, if any.
    model: str = ""

    @property
    def models(self) -> tuple[str, ...]:
        """The kinds of model that the requests name."""
        return (self.model,) if self.model else ()


@dataclass(frozen=True, slots=True)
class ClientJourney:
    """The requests that an ordinary client library sends by itself."""

    client: str
    # The kind of model with which it chats.
    model: str

    @property
    def models(self) -> tuple[str, ...]:
        """The kinds of model that the requests name."""
        return (self.model,)


@dataclass(frozen=True, slots=True)
class MannerTrials:
    """The requests that find out how a model wants to be asked."""

    # The kind of model that is asked.
    model: str

    @property
    def models(self) -> tuple[str, ...]:
        """The kinds of model that the requests name."""
        return (self.model,)


Stimulus = WrittenSteps | GeneratedRequests | ClientJourney | MannerTrials


def stimulus_of(raw: Mapping[str, Any]) -> Stimulus:
    """What sends the requests of a case: the schema allows one of the four."""
    match raw:
        case {"generate": family, "examples": examples}:
            return GeneratedRequests(family, examples, raw.get("model", ""))
        case {"client": client, "model": model}:
            return ClientJourney(client, model)
        case {"manner": kind}:
            return MannerTrials(kind)
        case _:
            steps = tuple(step_of(step) for step in raw["steps"])
            return WrittenSteps(
                steps, raw.get("burst", False), raw.get("repeat", False)
            )
