"""Small pieces of Markdown, as the generated pages use them."""

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown already."""
    lines = [_row(header), _row(["---"] * len(header)), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """A span of code; a backtick in it needs a longer fence."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def page(title: str, introduction: str, *parts: str) -> str:
    """A page: its title, what it is about, and the rest."""
    return (
        "\n\n".join([f"# {title}", introduction, *(p.rstrip() for p in parts)]) + "\n"
    )


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
