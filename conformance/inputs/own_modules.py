"""Python files of the target's owner, imported by their paths."""

import hashlib
import re
import sys
import traceback
from inspect import signature
from pathlib import Path
from types import ModuleType

import pytest

from conformance.core.requirement import requirement
from conformance.formats.nearest import nearest

_UNEXPECTED = re.compile(r"requirement\(\) got an unexpected keyword argument '(\w+)'")


def module_at(path: Path, folder: Path) -> ModuleType:
    """The module of a file; UsageError says why it cannot be imported, and where.

    It is executed anew each time. Files beside it are imported by their names.
    """
    if (beside := str(folder.resolve())) not in sys.path:
        sys.path.append(beside)  # at its end: no file there hides a module of Python
    module = ModuleType(_name(path))
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    except (Exception, SystemExit, pytest.skip.Exception) as error:
        raise pytest.UsageError(
            f"{path}:{_line(error, path)}: cannot be imported: {_reason(error)}"
        ) from None
    return module


def _name(path: Path) -> str:
    """A name that no other module has."""
    place = hashlib.sha256(str(path.resolve()).encode()).hexdigest()
    return f"relaycert_own_{place[:12]}_{path.stem}"


def _line(error: BaseException, path: Path) -> int:
    """The line of a file at which importing it failed."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    return lines[-1] or 1 if lines else 1


def _reason(error: BaseException) -> str:
    """What went wrong, with the name that may be meant."""
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error.msg}"
    reason = "".join(traceback.format_exception_only(error)).strip()
    unexpected = _UNEXPECTED.search(reason)
    if unexpected is None:
        return reason
    return f"{reason}. {nearest(unexpected[1], signature(requirement).parameters)}"
