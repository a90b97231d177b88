"""Requirements of a target's owner, in what a run leaves behind: by digest alone.

Their files are never run from a folder that somebody else wrote. Whoever judges again
hands them in, and they have to be what the run was judged by.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from conformance.bundle.files import MANIFEST
from conformance.formats import toml_file
from conformance.inputs.own_folder import OwnFolder
from conformance.inputs.suite import Suite
from conformance.reporting.own_profiles import kept

RUN_FILE = "run.json"
KEY = "own"
Row = Mapping[str, Any]


def rows(suite: Suite) -> list[Row]:
    """The folders of a suite: names, digests, ids, and the digest of each file."""
    return [
        {
            "name": folder.name,
            "digest": folder.digest,
            "requirements": sorted(entry.id for entry in folder.entries),
            "files": dict(folder.files),
        }
        for folder in suite.own
    ]


def recorded(folder: Path) -> list[Row]:
    """The same of the run that a folder is of, as far as it can be read."""
    for name in (MANIFEST, RUN_FILE):
        with suppress(OSError, ValueError, AttributeError, RecursionError):
            listed = json.loads((folder / name).read_bytes()).get(KEY, [])
            if isinstance(listed, list) and all(map(_is_row, listed)):
                return listed
    return []


def _is_row(row: Any) -> bool:
    match row:
        case {
            "name": str(),
            "digest": str(),
            "requirements": [*ids],
            "files": dict() as files,
        }:
            return all(isinstance(text, str) for text in (*ids, *files.values()))
    return False


def left_out(run: Sequence[Row], handed: Iterable[OwnFolder]) -> list[Row]:
    """The folders that are not handed in; UsageError if another edition of one is."""
    folders = list(handed)
    digests = {folder.digest for folder in folders}
    left = [row for row in run if row["digest"] not in digests]
    known = {row["digest"] for row in run}
    for folder in (folder for folder in folders if folder.digest not in known):
        named = [row for row in left if row["name"] == folder.name] or left
        if named:
            raise pytest.UsageError(
                f"--requirements {folder.path}: is not what the run was judged by: "
                f"{', '.join(_changes(folder.files, named[0]['files']))}."
            )
    return left


def _changes(now: Mapping[str, str], then: Mapping[str, str]) -> list[str]:
    """What was done to the files of a folder."""
    words = [f"{name} is not there" for name in then.keys() - now.keys()]
    words += [f"{name} was not there" for name in now.keys() - then.keys()]
    both = then.keys() & now.keys()
    words += [f"{name} has changed" for name in both if then[name] != now[name]]
    return sorted(words)


def ids_of(left: Iterable[Row]) -> list[str]:
    """The requirements that folders state."""
    return [id for row in left for id in row["requirements"]]


def words(left: Sequence[Row]) -> str:
    """What is left out, and how it is not."""
    parts = [f"{len(row['requirements'])} of {row['name']}" for row in left]
    return (
        f"requirements of the owner's ({', '.join(parts)}), whose files a report does "
        "not hold: hand them in with --requirements DIR"
    )


def named_by_contract(folder: Path, left: Sequence[Row]) -> str:
    """A requirement without which a report's own contract cannot be judged by."""
    statements: list[Any] = []
    with suppress(pytest.UsageError):  # whoever reads it says what is wrong
        for path in kept(folder):
            statements += toml_file.read(path).get("statement", ())
    patterns = [str(row.get("requirement", "")) for row in statements]
    named = (id for id in ids_of(left) if any(fnmatchcase(id, p) for p in patterns))
    return next(named, "")


def selection_without(
    expression: str, left: Sequence[Row], known: Collection[str]
) -> str:
    """What was selected, without what only names requirements that are left out."""
    gone = ids_of(left)
    parts = [part.strip() for part in expression.split(",") if part.strip()]
    return ",".join(
        part for part in parts if not _names(part, gone) or _names(part, known)
    )


def _names(part: str, ids: Iterable[str]) -> bool:
    return any(fnmatchcase(id, part) or id.startswith(f"{part}.") for id in ids)
