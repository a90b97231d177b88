"""The suite with profiles that users wrote."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from conformance.formats.nearest import nearest
from conformance.inputs.profile_checks import faults
from conformance.inputs.profile_file import (
    OWN_MARK,
    SUFFIX,
    ProfileFile,
    chain,
    parent_of,
    with_file,
)
from conformance.inputs.statement import PageStatement
from conformance.inputs.suite import Suite
from conformance.reporting.catalogue import every_entry

# Where a report's folder keeps the files.
_KEPT = "profiles"


def with_profiles(suite: Suite, paths: Iterable[Path]) -> Suite:
    """The suite with the profiles of these files, and of those that they extend.

    UsageError says what is wrong with them, a line for each fault.
    """
    packaged = tuple(suite.profiles)
    read: dict[str, ProfileFile] = {}
    for path in paths:
        for file in chain(path, packaged):
            other = read.setdefault(file.name, file)
            if other.path.resolve() != file.path.resolve():
                raise pytest.UsageError(
                    f"{file.path}: {other.path} has the same name: rename one."
                )
    for file in read.values():
        suite = _with(suite, file)
    return suite


def _with(suite: Suite, file: ProfileFile) -> Suite:
    ids = [entry.id for entry in every_entry(suite)]
    known = suite.profiles.get(parent_of(file))
    if known is None:
        raise pytest.UsageError(
            f"{file.path}: `extends = {file.raw['extends']!r}` is unknown. "
            f"{nearest(file.raw['extends'], suite.profiles)}"
        )
    lines = [f"{file.path}: {fault}" for fault in faults(file, known, suite, ids)]
    if lines:
        raise pytest.UsageError("\n".join(lines))
    suite = with_file(suite, file)
    return replace(suite, statements=(*suite.statements, *_stated(file, ids)))


def _stated(file: ProfileFile, ids: Iterable[str]) -> Iterable[PageStatement]:
    """What a file states, as the statements of a page."""
    return (
        PageStatement(
            f"{file.name}#{row['requirement']}",
            file.name,
            row.get("says") or row["source"],
            tuple(id for id in ids if fnmatchcase(id, row["requirement"])),
            "",
            row.get("mark", OWN_MARK),
            row.get("seen_on", ""),
        )
        for row in file.rows
    )


def keep(paths: Iterable[Path], folder: Path) -> None:
    """Keep the files beside what is recorded, for whoever judges that again."""
    for file in (file for path in paths for file in chain(path, ())):
        copy = folder / _KEPT / file.path.name
        if not copy.exists():
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(file.path, copy)


def kept(folder: Path) -> list[Path]:
    """The files of profiles that a report folder keeps."""
    return sorted((folder / _KEPT).glob(f"*{SUFFIX}"))
