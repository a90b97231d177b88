"""What a violation was found in: the exchange that was looked at last."""

from conformance.core.exchange import Exchange, Recording
from conformance.plugin.watched import Watched
from conformance.tests.helpers import an_exchange

FIRST, SECOND, THIRD = (an_exchange(step=step) for step in ("one", "two", "three"))


def watched() -> Watched:
    """A recording of three exchanges that nobody has looked at."""
    return Watched.of(Recording("chat/case", "relay", (FIRST, SECOND, THIRD)))


def test_nothing_is_seen_before_anybody_looks() -> None:
    assert watched().seen == []


def test_a_step_that_is_read_by_its_name_is_seen() -> None:
    recording = watched()
    assert recording["two"] is recording["two"] is SECOND
    assert recording["one"] is recording.seen[-1] is FIRST


def test_the_last_step_is_seen() -> None:
    recording = watched()
    assert recording.last is recording.seen[-1] is THIRD


def test_the_last_poll_of_a_step_is_seen() -> None:
    recording = Watched.of(Recording("chat/case", "relay", (FIRST, SECOND, SECOND)))
    assert recording.polls("two") == (SECOND, SECOND)
    assert recording.seen == [SECOND]


def test_of_all_in_turn_the_one_at_hand_is_seen() -> None:
    recording = watched()
    found = next(e for e in recording if e.step == "two")
    assert recording.seen[-1] is found


def test_it_is_read_as_the_recording_that_it_is() -> None:
    plain: tuple[Exchange, ...] = (FIRST, SECOND, THIRD)
    assert watched().exchanges == tuple(watched()) == plain
    assert watched() == watched()
