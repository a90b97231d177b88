"""What is written has the same bytes on every system."""

import ast
from collections.abc import Iterator

import pytest

from conformance.formats.paths import PACKAGE

_TRANSLATING = ("write_text", "writelines")


def calls() -> Iterator[tuple[str, int]]:
    """Where the package writes text as the system would have its lines end."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" in path.relative_to(PACKAGE).parts:
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Attribute) and node.attr in _TRANSLATING:
                yield str(path.relative_to(PACKAGE)), node.lineno


def test_no_file_is_written_with_the_line_ends_of_a_system() -> None:
    assert list(calls()) == []


def test_such_a_call_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}._TRANSLATING", ("write_bytes",))
    assert any(name == "formats/paths.py" for name, _ in calls())
