"""How the time of a call grows, so that no test has to know how fast a machine is."""

import time
from collections.abc import Callable

# Four times as much takes four times as long, and sixteen times if it is a square.
LINEAR, SQUARE = 4, 16
BETWEEN = 9


def growth(call: Callable[[int], object], size: int) -> float:
    """How many times longer a call takes for four times the size."""
    return _seconds(call, 4 * size) / _seconds(call, size)


def _seconds(call: Callable[[int], object], size: int) -> float:
    """The processor's time for a call; the best of three, others may be at work."""
    spent = []
    for _ in range(3):
        begun = time.process_time()
        call(size)
        spent.append(time.process_time() - begun)
    return min(spent)
