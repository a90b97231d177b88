"""A line of progress on a terminal, for what takes minutes."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress

T = TypeVar("T")


def with_progress(rows: Iterable[T], total: int, label: str) -> Iterator[T]:
    """The rows as they come, with how many there are yet to come."""
    console = Console(stderr=True)
    with Progress(
        console=console, disable=not console.is_terminal, transient=True
    ) as progress:
        yield from progress.track(rows, total=total, description=label)
