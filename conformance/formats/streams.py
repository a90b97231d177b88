"""Standard output that is closed or full costs what is printed, and nothing else."""

import os
import sys
from contextlib import suppress


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


def give_up(error: OSError) -> None:
    """Print nothing more on standard output; say why, unless nobody reads it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # in a test it is no file
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    if not isinstance(error, BrokenPipeError):
        with suppress(OSError):
            sys.stderr.write(f"Standard output cannot be written: {error.strerror}\n")
