"""What judging cost, as the recordings tell it."""

from dataclasses import replace

import pytest

from conformance.core.exchange import Exchange
from conformance.core.message import Attempt
from conformance.reporting.usage import seconds_of
from conformance.tests.helpers import an_exchange


def begun(started: str, total: float, waited: float = 0.0) -> Exchange:
    """An exchange of so many seconds, which was begun then."""
    made = an_exchange()
    attempts = (Attempt(429, (), b"", waited),) if waited else ()
    response = replace(made.response, total=total)
    return replace(made, response=response, attempts=attempts, started=started)


def test_the_time_of_a_target_is_its_own() -> None:
    exchanges = [
        begun("2026-11-28T00:00:10.500+00:00", 2.0),
        begun("2026-11-28T00:00:01.000+00:00", 4.0),
        begun("2026-11-28T00:00:02.000+00:00", 1.0),
    ]
    assert seconds_of(exchanges) == pytest.approx(11.5)


def test_pauses_that_a_target_asked_for_count() -> None:
    assert seconds_of([begun("2026-11-28T00:00:00+00:00", 1.0, 5.0)]) == pytest.approx(
        6
    )


@pytest.mark.parametrize("started", ["", "yesterday"])
def test_what_has_no_beginning_has_no_time(started: str) -> None:
    assert seconds_of([begun(started, 9.0)]) == 0.0
    assert seconds_of([]) == 0.0
