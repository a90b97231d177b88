"""Waivers: violations that a target's owner accepts until a date."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted violation of one requirement, with the reason and the last day."""

    requirement: str
    reason: str
    until: date

    def valid_on(self, day: date) -> bool:
        """Whether it still holds on `day`."""
        return day <= self.until
