"""What judges one of several exchanges says which one its violation is of."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance import requirements

ROOT = Path(requirements.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def names(node: ast.AST) -> set[str]:
    """The names in a part of a module."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def takes(function: ast.FunctionDef, kind: str) -> bool:
    """Whether a function takes something of a type first."""
    first = [arg.annotation for arg in function.args.args[:1]]
    return any(annotation and kind in names(annotation) for annotation in first)


def unsaid(function: ast.FunctionDef) -> list[int]:
    """The lines that judge without saying of which exchange they do."""
    return [
        call.lineno
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("Violation", "matches")
        and len(call.args) < 4
        and "exchange" not in [keyword.arg for keyword in call.keywords]
    ]


def is_marked(function: ast.FunctionDef, mark: str) -> bool:
    """Whether a function has a decorator of this name."""
    return any(mark in names(decorator) for decorator in function.decorator_list)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_helpers_say_which_exchange_they_judge(path: Path) -> None:
    """A helper may be handed any exchange; a requirement gets the last."""
    helpers = [f for f in functions(path) if not is_marked(f, "requirement")]
    assert not [
        (function.name, lines)
        for function in helpers
        if takes(function, "Exchange") and not is_marked(function, "judges_exchange")
        if (lines := unsaid(function))
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_reads_a_recording_says_which_exchange_shows_it(path: Path) -> None:
    """One that reads `recording.last` alone means that, which is meant unsaid."""
    assert not [
        (function.name, lines)
        for function in functions(path)
        if takes(function, "Recording") and "last" not in ast.unparse(function)
        if (lines := unsaid(function))
    ]
