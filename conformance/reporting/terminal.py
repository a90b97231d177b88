"""Lays out text for terminals and pipes."""

import os
import shutil
import sys
from collections.abc import Iterable
from enum import Enum
from io import StringIO

from rich.console import Console, RenderableType

from conformance.formats import streams

# Beyond this, lines of prose are hard to follow.
_WIDEST = 120
_LONG_WORD = 9


class Colors(Enum):
    """Whether text carries the control sequences of colours."""

    NONE = None
    ANSI = "standard"


def laid_out(parts: Iterable[RenderableType], width: int, colors: Colors) -> str:
    """Parts below each other as text of at most `width` columns.

    A part that is a string is never wrapped, so that it can be copied whole. None
    is read as markup.
    """
    written = StringIO()
    console = Console(
        file=written,
        width=min(width, _WIDEST),
        color_system=colors.value,
        force_terminal=colors is not Colors.NONE,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, str))
    lines = (line.rstrip() for line in written.getvalue().split("\n"))
    return "\n".join(lines)


def on_two_lines(heading: str) -> str:
    """A column's heading at the bottom of two lines, broken where it is long."""
    if len(heading) > _LONG_WORD and " " not in heading:
        return f"{heading[:5]}-\n{heading[5:]}"
    return heading.replace(" ", "\n") if " " in heading else f"\n{heading}"


def put(parts: Iterable[RenderableType]) -> None:
    """Write parts to standard output, coloured if that is a terminal."""
    shown = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    colors = Colors.ANSI if shown else Colors.NONE
    text = laid_out(parts, shutil.get_terminal_size().columns, colors)
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:  # how the command ends is worth more
        streams.give_up(error)
