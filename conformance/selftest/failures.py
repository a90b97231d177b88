"""The ways to fail that requirements state: their lines that raise a Violation."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from conformance import requirements
from conformance.core.violation import Violation
from conformance.inputs.own_folder import FAULTS, OwnFolder

# The area of requirements that need an ordinary client.
CLIENTS = "clients"
_ROOT = Path(requirements.__file__).parent


@cache
def failure_lines() -> frozenset[str]:
    """Every line of the requirements that raises a Violation, as `path:line`."""
    return frozenset(
        f"{path.relative_to(_ROOT).as_posix()}:{line}"
        for path in _ROOT.rglob("*.py")
        for line in raising_lines(path.read_text("utf-8"))
    )


def raising_lines(source: str) -> list[int]:
    """The lines of a module that raise a Violation, made there or by a function."""
    tree = ast.parse(source)
    makers = {"Violation", *_functions_returning_violations(tree)}
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id in makers
    )


def _functions_returning_violations(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.FunctionDef)
            and isinstance(node.returns, ast.Name)
            and node.returns.id == "Violation"
        ):
            yield node.name


def own_failure_lines(folder: OwnFolder) -> Iterator[str]:
    """The same lines of an owner's files, as `raised_at` names them."""
    home = folder.path.resolve()
    for name in folder.files:
        if name.endswith(".py") and name != FAULTS:
            for line in raising_lines((home / name).read_text("utf-8")):
                yield f"{home.name}/{name}:{line}"


def raised_at(error: Exception | None, own: Iterable[str] = ()) -> str:
    """The line of the requirements that raised a Violation; empty if none did.

    `own` are folders of requirements beside the packaged ones.
    """
    if not isinstance(error, Violation) or error.__traceback__ is None:
        return ""
    traceback = error.__traceback__
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    path = Path(traceback.tb_frame.f_code.co_filename)
    if path.is_relative_to(_ROOT):
        return f"{path.relative_to(_ROOT).as_posix()}:{traceback.tb_lineno}"
    for folder in (Path(name).resolve() for name in own):
        if path.resolve().is_relative_to(folder):
            name = path.resolve().relative_to(folder.parent).as_posix()
            return f"{name}:{traceback.tb_lineno}"
    return ""
