"""Where the files of the suite lie, and how one of a report is written."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
TEMPLATES = PACKAGE / "templates"


@cache
def data(kind: str) -> Path:
    """The folder of `cases` or `schemas`."""
    carried = PACKAGE / "_data" / kind
    return carried if carried.is_dir() else PACKAGE.parent / kind


def replace(path: Path, text: str) -> None:
    """Write a file under another name first: nobody ever reads half of one.

    The same bytes on every system, as others may have their digest.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(text.encode("utf-8"))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
