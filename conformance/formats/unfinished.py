"""Marks the folder of a report for as long as the report in it is not whole.

A process that is killed cannot say so any more. So the mark is there before anything
else is written, and goes when all else is.
"""

from pathlib import Path
from shlex import quote

UNFINISHED = "unfinished.txt"


def mark(folder: Path) -> None:
    """Say that what lies in a folder is not whole yet."""
    text = (
        "The report in this folder is not whole. The run that writes it is under way,\n"
        "or was killed, or could not write all of it. What it recorded is kept.\n\n"
        f"Go on with it:        relaycert run … --resume {quote(str(folder))}\n"
        f"Judge what is there:  relaycert replay {quote(str(folder))} "
        "--report-dir DIR\n"
    )
    (folder / UNFINISHED).write_bytes(text.encode("utf-8", "replace"))


def unmark(folder: Path) -> None:
    """Say no longer so."""
    (folder / UNFINISHED).unlink(missing_ok=True)


def is_marked(folder: Path) -> bool:
    """Whether the report in a folder is not whole."""
    return (folder / UNFINISHED).exists()


def advice(folder: Path) -> str:
    """What stands in the way of using the report in a marked folder."""
    shown = quote(str(folder))
    return (
        f"{folder}: its report is not whole: the run that writes it is under way, was "
        "killed, or could not write all of it. Go on with it: relaycert run … --resume "
        f"{shown}; or judge what it recorded: relaycert replay {shown} "
        "--report-dir DIR"
    )
