"""Waivers: violations that a target's owner accepts until a date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted violation of one requirement, with the reason and the last day."""

    requirement: str
    reason: str
    until: date

    def valid_on(self, day: date) -> bool:
        """Whether it still holds on `day`."""
        return day <= self.until


def waiver_of(row: Mapping[str, str], where: str) -> Waiver:
    """The waiver that a row of a file describes."""
    try:
        until = date.fromisoformat(row["until"])
    except ValueError:
        raise pytest.UsageError(
            f"{where}: `until = {row['until']}` is no date. Write one as 2026-12-31."
        ) from None
    return Waiver(row["requirement"], row["reason"], until)
