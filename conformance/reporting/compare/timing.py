"""How fast targets answered, from the recordings that lie beside their reports."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from statistics import median
from typing import Any

from conformance.sending.replay import TARGET_FILE

Place = tuple[str, str, int]  # case, step, and which of its repeats
Times = Mapping[Place, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Latency:
    """The medians over accepted answers, in seconds."""

    answers: int
    first_byte: float
    total: float


def times(folder: Path, target: str) -> Times:
    """First byte and total of each accepted answer of a target; empty if none is there.

    A recording that cannot be read has no times.
    """
    answers: dict[Place, tuple[float, float]] = {}
    for own in _folders(folder, target):
        for path in sorted(own.rglob("*.json")):
            answers.update(_of(_loaded(path)))
    return answers


def latencies(measured: Sequence[Times]) -> list[Latency | None]:
    """The medians of each target over the answers that all of them gave.

    Only the same requests can be compared. A target without any is left out.
    """
    places = [set(own) for own in measured if own]
    common = set.intersection(*places) if places else set()
    return [
        _medians([own[place] for place in common if place in own]) for own in measured
    ]


def _medians(answers: Sequence[tuple[float, float]]) -> Latency | None:
    if not answers:
        return None
    first, total = (round(median(column), 6) for column in zip(*answers, strict=True))
    return Latency(len(answers), first, total)


def _folders(folder: Path, target: str) -> Iterator[Path]:
    """Where the recordings of a target lie below a report's folder."""
    for path in sorted((folder / "recordings").glob(f"*/{TARGET_FILE}")):
        saved = _loaded(path)
        if isinstance(saved, dict) and saved.get("name") == target:
            yield path.parent


def _of(raw: Any) -> Iterator[tuple[Place, tuple[float, float]]]:
    """The times of the accepted answers of one recording."""
    try:
        repeats: dict[str, int] = {}
        for exchange in raw["exchanges"]:
            step, got = str(exchange["step"]), exchange["response"]
            repeats[step] = repeats.get(step, 0) + 1
            first, total = float(got["first_byte"]), float(got["total"])
            if 200 <= got["status"] < 300 and isfinite(first + total):
                yield (str(raw["case"]), step, repeats[step]), (first, total)
    except (LookupError, OverflowError, TypeError, ValueError):
        return


def _loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
