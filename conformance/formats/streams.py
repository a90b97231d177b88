"""Standard output that is closed or full costs what is printed, and nothing else."""

import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any


def open_closed() -> None:
    """Let what was closed before we began lead nowhere.

    Else the next file that is opened would get its number, and what is printed.
    """
    for number, name in ((0, "stdin"), (1, "stdout"), (2, "stderr")):
        try:
            os.fstat(number)
        except OSError:
            lowest = os.open(os.devnull, os.O_RDWR)
            if lowest != number:
                os.dup2(lowest, number)
                os.close(lowest)
        if getattr(sys, name) is None:
            mode = "r" if number == 0 else "w"
            setattr(sys, name, os.fdopen(number, mode, closefd=False))


class _Output(io.FileIO):
    """Standard output; once it cannot be written, what is printed goes nowhere."""

    error: OSError | None = None

    def write(self, data: Any, /) -> int:
        """Write what can be written."""
        try:
            return super().write(data)
        except OSError as error:
            self.error = error
            give_up(error)
            return len(data)


def forgive() -> Callable[[], bool]:
    """Let no command fail at what it prints, and tell later whether that was lost.

    Its exit code says more. What nobody wants to read is not lost.
    """
    old = sys.__stdout__
    if old is None or sys.stdout is not old or old.fileno() != 1:  # in a test
        return lambda: False
    output = _Output(1, "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(output),
        encoding=old.encoding,
        errors=old.errors,
        line_buffering=old.isatty(),
    )

    def is_lost() -> bool:
        sys.stdout.flush()
        return output.error is not None and not isinstance(
            output.error, BrokenPipeError
        )

    return is_lost


def give_up(error: OSError) -> None:
    """Print nothing more on standard output; say why, unless nobody reads it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # in a test it is no file
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    if not isinstance(error, BrokenPipeError):
        with suppress(OSError):
            sys.stderr.write(f"Standard output cannot be written: {error.strerror}\n")
