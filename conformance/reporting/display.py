"""The live line of a run: cases done, violations so far, time left."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

_PER_SECOND = 10
# Before this many seconds an estimate says nothing.
_SETTLED = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: cases done of planned, and requirements violated so far."""

    done: int
    planned: int
    must: int = 0
    should: int = 0


@dataclass(slots=True)
class Display:
    """Shows the progress that `poll` tells, ten times a second, until it is stopped.

    A thread of its own asks; one that shows nothing has no thread.
    """

    poll: Callable[[], Progress]
    _live: Live | None = None
    _stream: TextIO | None = None
    _last: Progress = Progress(0, 0)
    _begun: float = field(default_factory=time.monotonic)

    @classmethod
    def on_terminal(cls, poll: Callable[[], Progress], *, quiet: bool) -> "Display":
        """A display on standard error; it shows nothing if that is not a terminal."""
        if quiet or not os.isatty(2):
            return cls(poll)
        # pytest turns descriptor 2 away while an item runs: keep one of our own.
        stream = os.fdopen(os.dup(2), "w", encoding=sys.stderr.encoding)
        display = cls.on(poll, Console(file=stream))
        display._stream = stream
        return display

    @classmethod
    def on(cls, poll: Callable[[], Progress], console: Console) -> "Display":
        """A display on a console."""
        display = cls(poll)
        display._live = Live(
            get_renderable=display._frame,
            console=console,
            refresh_per_second=_PER_SECOND,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        return display

    def start(self) -> None:
        """Show it from now on."""
        self._begun = time.monotonic()
        if self._live is not None:
            self._live.start(refresh=True)

    def stop(self) -> None:
        """Take it away; harmless when it was never shown, or is gone."""
        if self._live is not None:
            self._live.stop()
        if self._stream is not None:
            self._stream.close()
        self._live = self._stream = None

    def _frame(self) -> Table:
        with suppress(Exception):  # a line that is out of date must not end a run
            self._last = self.poll()
        return frame(self._last, time.monotonic() - self._begun)


def frame(progress: Progress, seconds: float) -> Table:
    """The line for a progress that took so many seconds."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(ratio=1)
    cells = [
        Text(f"{progress.done} of {progress.planned} cases", "bold"),
        Text(f"{progress.must} MUST", "bold red" if progress.must else "dim"),
        Text(f"{progress.should} SHOULD", "yellow" if progress.should else "dim"),
        Text(clock(seconds), "dim"),
        Text(_left(progress, seconds), "dim"),
    ]
    for _ in cells:
        grid.add_column(no_wrap=True, justify="right")
    bar = ProgressBar(total=max(progress.planned, 1), completed=progress.done)
    grid.add_row(bar, *cells)
    return grid


def clock(seconds: float) -> str:
    """Seconds as `m:ss`, or `h:mm:ss`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _left(progress: Progress, seconds: float) -> str:
    if not progress.done or seconds < _SETTLED:
        return "…"
    remaining = progress.planned - progress.done
    left = seconds / progress.done * remaining
    # What is slow comes last: no clock stands still at nothing meanwhile.
    return f"{clock(left)} left" if left >= 1 else "finishing"
