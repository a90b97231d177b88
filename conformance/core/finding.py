"""One answer that violates a requirement: what was expected, what came, and where."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Numbers tell events, choices and limits apart, not what is wrong with them.
_NUMBER = re.compile(r"\d+")
_EVENT = re.compile(r"^event \d+ ?")
_NAME = re.compile(r"`([^`]+)`")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def place(expected: str, at: str) -> tuple[str, ...]:
    """Where in an answer something is, whichever choice or event that is of."""
    return (_NUMBER.sub("*", _EVENT.sub("", at)), *_NAME.findall(expected))


def general(expected: str) -> str:
    """What was expected, without the numbers and texts of one request."""
    return _NUMBER.sub("*", _QUOTED.sub("…", expected))


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer that violates a requirement.

    `numbers` are the places of the exchanges in `recording` that show it, first the one
    that is shown. `about` are the fields of its request that may be to blame.
    """

    message: str = ""
    expected: str = ""
    got: str = ""
    at: str = ""
    kind: str = ""
    recording: str = ""
    numbers: tuple[int, ...] = (0,)
    # Of a recording of several exchanges the one that shows it.
    step: str = ""
    curl: str = ""
    about: tuple[str, ...] = ()

    @property
    def answers(self) -> frozenset[tuple[str, int]]:
        """Which answers show it."""
        return frozenset((self.recording, number) for number in self.numbers)

    @property
    def place(self) -> tuple[str, ...]:
        """Where in an answer it is, whichever choice or event that is of."""
        return place(self.expected, self.at)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Finding":
        """The finding that was taken apart to cross processes."""
        lists = {name: tuple(raw[name]) for name in ("numbers", "about")}
        return cls(**{**raw, **lists})
