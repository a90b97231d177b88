"""How long answers took on a target: first byte, longest gap, total, as plots."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from conformance.reporting.html.compact import Stored, arrivals, streams

Timed = tuple[str, float]

WIDTH, HEIGHT = 480.0, 44.0
_BINS = 60
# Answers that are worth plotting lie between these, in seconds; others on the edge.
_LEAST, _MOST = 0.001, 100.0
_MARKS = ((0.001, "1 ms"), (0.01, "10 ms"), (0.1, "0.1 s"), (1, "1 s"), (10, "10 s"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a plot."""

    x: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Plot:
    """How one kind of time is spread, on a logarithmic scale."""

    name: str
    means: str
    number: int
    median: float
    p95: float
    slowest: Timed
    bars: tuple[Column, ...]

    @property
    def median_x(self) -> float:
        """Where the median stands."""
        return _x(self.median)


def plots(exchanges: Iterable[tuple[str, Stored]]) -> list[Plot]:
    """A plot for each kind of time that was measured at all."""
    measured = [(case, row) for case, row in exchanges if _answered(row)]
    responses = [(case, row["response"]) for case, row in measured]
    kinds = (
        (
            "First byte",
            "from the request to the first byte of the body",
            [(case, got["first_byte"]) for case, got in responses],
        ),
        (
            "Longest gap",
            "the longest wait within a stream",
            [(case, gap) for case, row in measured for gap in _gap(row)],
        ),
        (
            "Total",
            "from the request to the end of the answer",
            [(case, got["total"]) for case, got in responses],
        ),
    )
    return [_plot(name, means, timed) for name, means, timed in kinds if timed]


def axis() -> list[tuple[float, str]]:
    """The marks of the scale: where, and what is written there."""
    return [(_x(seconds), text) for seconds, text in _MARKS]


def duration(seconds: float) -> str:
    """Seconds with the unit that people would use."""
    if seconds < 0.0995:
        return (
            f"{seconds * 1000:.1f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"
        )
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"


def _answered(row: Stored) -> bool:
    """Whether an exchange has an answer whose times can be read."""
    got = row.get("response")
    if not isinstance(got, dict) or not got.get("status"):
        return False
    times = (got.get("first_byte"), got.get("total"))
    return all(isinstance(t, int | float) and math.isfinite(t) for t in times)


def _gap(row: Stored) -> list[float]:
    """The longest gap of a stream, if it came in pieces."""
    if not streams(row):
        return []
    gaps = [later - sooner for sooner, later in pairwise(arrivals(row))]
    return [max(gaps)] if gaps and math.isfinite(max(gaps)) else []


def _plot(name: str, means: str, answers: Sequence[Timed]) -> Plot:
    times = [seconds for _, seconds in answers]
    return Plot(
        name=name,
        means=means,
        number=len(answers),
        median=median(times),
        p95=_p95(times),
        slowest=max(answers, key=lambda timed: timed[1]),
        bars=tuple(_bars(times)),
    )


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1] if times[1:] else times[0]


def _bars(times: Sequence[float]) -> Iterable[Column]:
    """Columns as high as the root of their number: one slow answer is seen, too."""
    counts = [0] * _BINS
    for seconds in times:
        counts[min(_BINS - 1, int(_x(seconds) / WIDTH * _BINS))] += 1
    step, most = WIDTH / _BINS, math.sqrt(max(counts))
    for place, number in enumerate(counts):
        if number:
            height = max(3.0, HEIGHT * math.sqrt(number) / most)
            yield Column(round(place * step, 1), round(step - 1.5, 1), round(height, 1))


def _x(seconds: float) -> float:
    within = min(max(seconds, _LEAST), _MOST)
    part = math.log10(within / _LEAST) / math.log10(_MOST / _LEAST)
    return round(part * WIDTH, 1)
