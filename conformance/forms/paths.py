"""Where the files of the suite lie: in the checkout, or inside the wheel."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
TEMPLATES = PACKAGE / "templates"


@cache
def data(kind: str) -> Path:
    """The folder of `cases` or `schemas`."""
    carried = PACKAGE / "_data" / kind
    return carried if carried.is_dir() else PACKAGE.parent / kind
