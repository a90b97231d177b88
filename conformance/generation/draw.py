"""Draws values from a strategy: the same for the same seed, in every process."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
# Hypothesis draws some values twice. It cannot be stopped early but by an error,
# so it is asked again for what is missing, with another seed.
_TURNS = 4
_APART = 1_000_003
# It keeps what it reads in modules: not in the folder where a run is started.
_HOME = tempfile.mkdtemp(prefix="relaycert-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
set_hypothesis_home_dir(_HOME)


def draw(strategy: SearchStrategy[T], by: int, count: int) -> list[T]:
    """At most `count` distinct values; fewer if the strategy has no more.

    The strategy is built from choices only (`sampled_from`, lists, booleans):
    Hypothesis mixes constants of the modules that happen to be imported into the
    numbers and texts that it makes itself.
    """
    distinct: dict[str, T] = {}

    def keep(value: T) -> None:
        if len(distinct) < count:
            distinct.setdefault(_text(value), value)

    for turn in range(_TURNS):
        if len(distinct) < count:
            _run(strategy, by + turn * _APART, count, keep)
    return list(distinct.values())


def _run(
    strategy: SearchStrategy[T], by: int, most: int, keep: Callable[[T], None]
) -> None:
    quiet = settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )

    @seed(by)
    @quiet
    @given(strategy)
    def take(value: T) -> None:
        keep(value)

    take()


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=repr)
