"""The contract of a fictional vendor, as the page on profiles has it."""

import re
from pathlib import Path

import conformance

PAGE = Path(conformance.__file__).parents[1] / "docs" / "own-contract.md"
_EXAMPLE = re.compile(r"<!-- example: lantern\.toml -->\n```toml\n(.*?)```", re.DOTALL)


def example() -> str:
    """The file that the page shows."""
    found = _EXAMPLE.search(PAGE.read_text("utf-8"))
    assert found is not None
    return found[1]


LANTERN = example()


def lantern(folder: Path, text: str = LANTERN, name: str = "lantern.toml") -> Path:
    """The file of the contract in a folder."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path
