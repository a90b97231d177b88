"""Limits of sending: timeouts, budgets, and the pace."""

import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from conformance.core.exceptions import LossReason, NotRecorded

# What ends between two questions is noticed late by a quarter of its time at most.
_GROWTH, _LONGEST_PAUSE = 1.25, 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a target's owner allows. Times in seconds; None: no limit."""

    concurrency: int = 8
    rate: float | None = None
    max_requests: int | None = None
    max_tokens: int | None = None
    max_time: float | None = None
    connect_timeout: float = 10.0
    timeout: float = 60.0
    gap_timeout: float = 60.0
    total_timeout: float = 300.0
    # A task is asked for after so many seconds, then after more each time.
    poll_interval: float = 1.0
    poll_timeout: float = 600.0

    def longest(self, requests: int, polled: int = 0) -> float:
        """The seconds that so many requests may take, if each takes its whole time."""
        waves = math.ceil(requests / self.concurrency)
        pace = requests / self.rate if self.rate else 0.0
        return waves * self.total_timeout + pace + polled * self.poll_timeout

    def pauses(self) -> Iterator[float]:
        """How long to wait before each further question, until there was enough.

        The last question is begun when the time is over, however long the ones
        before it took: what is ready by then is never missed on a busy machine.
        """
        begun, pause = time.monotonic(), self.poll_interval
        end = begun + self.poll_timeout
        while begun < end:
            now = time.monotonic()
            wait = min(pause, max(0.0, end - now))
            begun = now + wait
            yield wait
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class GenerationSettings:
    """How much is generated, from which seed, and how often the rest is sent."""

    # Of each family; None: as many as is usual for it.
    examples: int | None = None
    # Requests with which a smaller one is looked for, for each thing that failed.
    shrink: int = 40
    seed: int = 0
    # How often the steps of a case are sent that is about what happens at times.
    repeat: int = 1
    # Whether an ordinary client makes its journey as well.
    client: bool = False

    def count(self, usual: int) -> int:
        """How many requests are drawn of a family."""
        return usual if self.examples is None else self.examples


@dataclass(slots=True)
class Budget:
    """Counts what is sent to one target and refuses what would go over.

    Held by the sender, so that no case and no repeat can pass it.
    """

    limits: Limits
    requests: int = 0
    tokens: int = 0
    # The seconds after which a run that goes by its plan has ended.
    longest: float = math.inf
    _begun: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, tokens: int) -> None:
        """Book one request that asks for so many tokens, or raise NotRecorded."""
        with self._lock:
            over = self._over(tokens)
            if over:
                raise NotRecorded(
                    LossReason.BUDGET_SPENT, f"the budget is spent ({over})"
                )
            self.requests += 1
            self.tokens += tokens

    def _over(self, tokens: int) -> str:
        limits = self.limits
        if limits.max_requests is not None and self.requests >= limits.max_requests:
            return f"--max-requests {limits.max_requests}"
        if limits.max_tokens is not None and self.tokens + tokens > limits.max_tokens:
            return f"--max-tokens {limits.max_tokens}"
        spent = time.monotonic() - self._begun
        if limits.max_time is not None and spent > limits.max_time:
            return f"--max-time {limits.max_time:g}"
        if spent > self.longest:
            return f"{self.longest:.0f} s, the longest that all requests may take"
        return ""


@dataclass(slots=True)
class Pace:
    """Spreads requests so that no more than `rate` start in a second."""

    rate: float | None
    _next: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def delay(self) -> float:
        """Take the next place; how many seconds to wait for it."""
        if self.rate is None:
            return 0.0
        with self._lock:
            now = time.monotonic()
            place = max(now, self._next)
            self._next = place + 1 / self.rate
            return place - now
