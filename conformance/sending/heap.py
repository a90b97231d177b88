"""Lets memory that is free again go back to the system.

The C library of most Linux systems keeps freed blocks for the thread that had them, and
takes ever larger ones from there. Sixty threads that each held some megabytes for a
moment would keep them for the rest of a run.
"""

import ctypes
from contextlib import suppress

# From malloc.h of the GNU C library.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE, _ARENAS = 128 * 2**10, 2


def give_back_large_blocks() -> None:
    """Have large blocks mapped one by one; does nothing where nobody knows how."""
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_ARENA_MAX, _ARENAS)
