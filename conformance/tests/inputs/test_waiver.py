"""Waivers hold until their last day, that day included."""

from datetime import date

import pytest

from conformance.inputs.waiver import Waiver


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 30), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_waiver_holds_through_its_last_day(day: date, expected: bool) -> None:
    waiver = Waiver("chat.id", "a reason", date(2026, 12, 31))
    assert waiver.valid_on(day) is expected
