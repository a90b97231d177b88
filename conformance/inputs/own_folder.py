"""A folder of the target's owner: requirements, cases and sources of his own."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from inspect import getmembers, isclass, isfunction
from pathlib import Path
from types import ModuleType

import pytest

from conformance.core.catalogue_entry import CatalogueEntry, entries_of
from conformance.formats import toml_file
from conformance.formats.nearest import nearest
from conformance.inputs.case import Case, load
from conformance.inputs.own_modules import module_at
from conformance.inputs.source import Source, sources_of, stated_source

SOURCES, FAULTS, CASES = "sources.toml", "faults.py", "cases"
# How firm the words of an owner's requirement are.
OWNER = "owner"
# A file that does not have this word states no requirement.
_WORD = b"conformance"
# The area of a case that lies in no folder of its own.
_AREA = "own/"
# Where no file of the owner's lies.
_FOREIGN = frozenset(("build", "dist", "node_modules", "reports", "site-packages"))


@dataclass(frozen=True, slots=True)
class OwnFolder:
    """What a folder states: requirements, with the cases and sources that it brings.

    `files` has the digest of each file that was read, by its place in the folder.
    """

    path: Path
    entries: tuple[CatalogueEntry, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What reports call it."""
        return self.path.resolve().name

    @property
    def digest(self) -> str:
        """What identifies all that it states, wherever it lies."""
        text = json.dumps(self.files, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    @property
    def tests(self) -> tuple[Path, ...]:
        """The files that state requirements, sorted."""
        return tuple(sorted({Path(file_of(entry)) for entry in self.entries}))


def file_of(entry: CatalogueEntry) -> str:
    """The file that states a requirement of an owner's."""
    return entry.function.__code__.co_filename


def place_of(entry: CatalogueEntry) -> str:
    """The file and line at which an owner states a requirement."""
    return f"{file_of(entry)}:{entry.function.__code__.co_firstlineno}"


def read_folder(path: Path) -> OwnFolder:
    """What a folder states; UsageError says what is wrong, or that nothing is there."""
    if not path.is_dir():
        why = "it is a file: name" if path.exists() else "it is not there: name"
        raise pytest.UsageError(f"--requirements {path}: {why} a folder.")
    folder = folder_at(path)
    if not folder.entries:
        raise pytest.UsageError(
            f"--requirements {path}: states no requirement. A file test_*.py in it has "
            "a function test_… that is marked with @requirement(…) of conformance."
        )
    return folder


def folder_at(path: Path) -> OwnFolder:
    """What a folder states, which may be nothing; UsageError says what is wrong."""
    tests = [file for file in _test_files(path) if _WORD in file.read_bytes()]
    modules = [module_at(file, path) for file in tests]
    for module in modules:
        _refuse_methods(module)
    entries = tuple(entry for module in modules for entry in entries_of(module))
    if not entries:
        return OwnFolder(path)
    sources = dict(_stated(entries)) | _sources(path)
    folder = OwnFolder(path, entries, tuple(_cases(path)), sources)
    return replace(folder, files=_digests(folder))


def _refuse_methods(module: ModuleType) -> None:
    """A requirement needs nothing of a class, and would not be seen there."""
    for _, owner in getmembers(module, isclass):
        if owner.__module__ != module.__name__:
            continue
        for _, method in getmembers(owner, isfunction):
            if any(m.name == "requirement" for m in getattr(method, "pytestmark", ())):
                code = method.__code__
                raise pytest.UsageError(
                    f"{code.co_filename}:{code.co_firstlineno}: {method.__qualname__}: "
                    "a requirement is a function of its module, not of a class."
                )


def _test_files(folder: Path) -> Iterator[Path]:
    """The test files in a folder and below it, but for environments and reports."""
    for root, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if _is_owners(Path(root, name)))
        yield from (
            Path(root, name)
            for name in sorted(names)
            if name.startswith("test_") and name.endswith(".py")
        )


def _is_owners(folder: Path) -> bool:
    hidden = folder.name.startswith((".", "__"))
    return not (hidden or folder.name in _FOREIGN or (folder / "pyvenv.cfg").exists())


def _sources(folder: Path) -> dict[str, Source]:
    path = folder / SOURCES
    if not path.exists():
        return {}
    table = toml_file.wholly_checked(toml_file.read(path), "own/sources", str(path))
    passages = table.setdefault("passage", {})
    for key in passages:
        if (document := key.split("#")[0]) not in table["document"]:
            advice = nearest(document, table["document"])
            raise pytest.UsageError(
                f"{path}: passage.{key!r}: {document!r} is not a document. {advice}"
            )
    return dict(sources_of(table))


def _stated(entries: Iterable[CatalogueEntry]) -> Iterator[tuple[str, Source]]:
    """What requirements name in their own words instead of a passage's key."""
    for entry in entries:
        text = entry.requirement.source
        if isinstance(text, str):
            yield text, stated_source(text, OWNER)


def _cases(folder: Path) -> Iterator[Case]:
    root = folder / CASES
    for path in sorted(root.rglob("*.json")):
        area = _AREA if path.parent == root else ""
        yield from (replace(case, own=True) for case in _loaded(path, root, area))


def _loaded(path: Path, root: Path, area: str) -> list[Case]:
    try:
        return list(load(path, root, area))
    except json.JSONDecodeError as error:
        raise pytest.UsageError(f"{path}:{error.lineno}: {error}") from None
    except (OSError, ValueError, KeyError, RecursionError) as error:
        reason = str(error).removeprefix(f"{path}: ")
        raise pytest.UsageError(f"{path}: {reason}") from None


def _digests(folder: OwnFolder) -> dict[str, str]:
    """The digest of each file that belongs to what a folder states."""
    tests = {test.resolve() for test in folder.tests}
    homes = {folder.path.resolve(), *(test.parent for test in tests)}
    code = {file for home in homes for file in home.glob("*.py")}
    files = {file for file in code if not file.name.startswith(("test_", "conftest"))}
    files |= tests | {folder.path.resolve() / SOURCES}
    files |= set((folder.path.resolve() / CASES).rglob("*.json"))
    return {
        file.relative_to(folder.path.resolve()).as_posix(): _digest(file)
        for file in sorted(files)
        if file.is_file()
    }


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
