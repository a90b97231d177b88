"""Budgets and pace, under many threads."""

import threading

import pytest

from conformance.core.exceptions import NotRecorded
from conformance.inputs.limits import Budget, Limits, Pace


def test_without_limits_nothing_is_refused() -> None:
    budget = Budget(Limits())
    for _ in range(1000):
        budget.take(10**6)
    assert (budget.requests, budget.tokens) == (1000, 10**9)


@pytest.mark.parametrize(
    ("limits", "option"),
    [
        (Limits(max_requests=3), "--max-requests 3"),
        (Limits(max_tokens=30), "--max-tokens 30"),
    ],
)
def test_a_spent_budget_names_its_option(limits: Limits, option: str) -> None:
    budget = Budget(limits)
    for _ in range(3):
        budget.take(10)
    with pytest.raises(NotRecorded, match=option):
        budget.take(10)
    assert (budget.requests, budget.tokens) == (3, 30)


def test_a_request_that_would_go_over_is_refused_before_it() -> None:
    budget = Budget(Limits(max_tokens=30))
    with pytest.raises(NotRecorded):
        budget.take(31)
    budget.take(30)
    assert budget.requests == 1


def test_time_is_a_budget_too() -> None:
    with pytest.raises(NotRecorded, match="--max-time"):
        Budget(Limits(max_time=0.0)).take(0)


def test_many_threads_pass_no_budget() -> None:
    budget = Budget(Limits(max_requests=100))
    refused: list[int] = []

    def work() -> None:
        for _ in range(50):
            try:
                budget.take(1)
            except NotRecorded:
                refused.append(1)

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (budget.requests, budget.tokens, len(refused)) == (100, 100, 700)


def test_places_lie_apart_by_the_rate() -> None:
    pace = Pace(10.0)
    delays = [pace.delay() for _ in range(4)]
    assert delays == pytest.approx([0.0, 0.1, 0.2, 0.3], abs=0.02)


def test_without_a_rate_nobody_waits() -> None:
    assert [Pace(None).delay() for _ in range(3)] == [0.0, 0.0, 0.0]


def test_a_run_takes_no_longer_than_its_requests_may() -> None:
    limits = Limits(concurrency=8, total_timeout=300.0, poll_timeout=600.0)
    assert limits.longest(1) == limits.longest(8) == 300.0
    assert limits.longest(9, polled=1) == 2 * 300.0 + 600.0
    assert Limits(rate=0.5, total_timeout=10.0).longest(8) == 10.0 + 16.0
    with pytest.raises(NotRecorded, match="the longest that all requests may take"):
        Budget(limits, longest=0.0).take(0)
