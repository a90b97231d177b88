"""Keys: held by the environment, or given as values to what the suite itself starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a target by the names of the variables that stand for them.

    A key that is given here is never looked for in the environment.
    """

    given: Mapping[str, str] = field(default_factory=_nothing, repr=False)

    def __str__(self) -> str:
        return "***"

    def held_by(self, variable: str) -> str:
        """The key that a variable stands for; empty if there is none."""
        return self.given.get(variable, "") or os.environ.get(variable, "")
