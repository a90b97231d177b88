"""SIGTERM ends a run as Ctrl-C does: with a report of what was judged so far."""

import signal
import threading
from types import FrameType

import pytest


def heed(config: pytest.Config) -> None:
    """Take SIGTERM for Ctrl-C, unless the program around us has plans of its own."""
    if _is_free():
        signal.signal(signal.SIGTERM, _interrupt)
        config.add_cleanup(_leave)


def leave_to_leader() -> None:
    """A worker of pytest-xdist ends when the one that leads the run ends it."""
    if _is_free():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


def end_undisturbed() -> None:
    """From here on a run ends anyway, with its report."""
    if _is_main() and signal.getsignal(signal.SIGTERM) is _interrupt:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _leave() -> None:
    """Leave SIGTERM as it was."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _is_free() -> bool:
    """Whether SIGTERM can be set here, and nobody has done so."""
    return _is_main() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def _is_main() -> bool:
    """Whether this is the thread that signals reach."""
    return threading.current_thread() is threading.main_thread()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
