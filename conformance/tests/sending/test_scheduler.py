"""What is ready, and what has to wait."""

import threading
import time

from conformance.sending.scheduler import Job, Scheduler
from conformance.tests.helpers import a_case


def an_agenda(*works: Job) -> tuple[Scheduler, set[str]]:
    """An agenda, and the set of names that are done."""
    done: set[str] = set()
    made = Scheduler(done.__contains__, threading.Event())
    made.add(works)
    return made, done


def test_a_case_waits_for_those_it_needs() -> None:
    second = Job(a_case("chat/second"), needs=("chat/first",))
    agenda, done = an_agenda(second, Job(a_case("chat/first")))
    first = agenda.take()
    assert first is not None
    assert first.case.name == "chat/first"
    done.add("chat/first")
    agenda.finish()
    assert agenda.take() is second


def test_what_is_parked_goes_on_when_it_is_due_and_holds_up_nothing() -> None:
    polled, other = Job(a_case("mj/task")), Job(a_case("chat/other"))
    agenda, _ = an_agenda(polled, other)
    assert agenda.take() is polled
    begun = time.monotonic()
    agenda.park(polled, 0.2)
    assert agenda.take() is other
    assert time.monotonic() - begun < 0.1
    assert agenda.take() is polled
    assert time.monotonic() - begun >= 0.2


def test_there_is_nothing_left_once_all_is_finished() -> None:
    agenda, _ = an_agenda(Job(a_case()))
    assert agenda.take() is not None
    ends: list[Job | None] = []
    waiting = threading.Thread(target=lambda: ends.append(agenda.take()), daemon=True)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()  # what was taken might be parked
    agenda.finish()
    waiting.join(5)
    assert ends == [None]


def test_a_stop_ends_all_waiting() -> None:
    polled = Job(a_case("mj/task"))
    agenda, _ = an_agenda(polled)
    assert agenda.take() is polled
    agenda.park(polled, 3600)
    ends: list[Job | None] = []
    waiting = threading.Thread(target=lambda: ends.append(agenda.take()), daemon=True)
    waiting.start()
    agenda.stop.set()
    agenda.wake()
    waiting.join(5)
    assert ends == [polled]
