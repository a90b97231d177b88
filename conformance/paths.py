"""Where the data of the suite lies: in the checkout, or inside the wheel."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def data(kind: str) -> Path:
    """The folder of `cases` or `schemas`."""
    carried = _PACKAGE / "_data" / kind
    return carried if carried.is_dir() else _PACKAGE.parent / kind
