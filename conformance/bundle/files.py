"""A report's folder as a bundle of files, read without trusting what lies there."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from conformance.formats.unfinished import UNFINISHED

MANIFEST = "manifest.json"
ATTESTATION = "attestation.dsse.json"
# What vouches for the other files cannot be among them, nor what goes after it.
_VOUCHING = (MANIFEST, ATTESTATION, UNFINISHED)

_LARGEST_FILE = 64 * 2**20
_LARGEST_BUNDLE = 2**30
_MOST_FILES = 20_000
_PIECE = 2**20
# A link is not followed, and a pipe without a writer is not waited for.
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class File:
    """What identifies the content of a file."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of a folder by name, and why others were not read."""

    files: Mapping[str, File]
    refused: Mapping[str, str]


class UnreadFile(Exception):
    """Why a file, or the rest of a folder, is not read."""


def vouched(files: Mapping[str, File]) -> dict[str, File]:
    """The files that a manifest vouches for, sorted by name."""
    return {name: files[name] for name in sorted(files) if name not in _VOUCHING}


def file_of(data: bytes) -> File:
    """What identifies a file with this content."""
    return File(hashlib.sha256(data).hexdigest(), len(data))


def digests(folder: Path) -> dict[str, File]:
    """The files in a folder of our own, however large, sorted by name."""
    files: dict[str, File] = {}
    for name in _names(folder):
        path = folder / name
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as source:
                digest = hashlib.file_digest(source, "sha256").hexdigest()
                files[name] = File(digest, source.tell())
    return files


def copied(folder: Path, into: Path) -> Bundle:
    """Copy a folder; what is judged later are the very bytes that were digested."""
    files: dict[str, File] = {}
    refused: dict[str, str] = {}
    left = _LARGEST_BUNDLE
    for name in _names(folder):
        if len(files) + len(refused) == _MOST_FILES or left < 0:
            refused[name] = "the folder is too large: this and the rest is not read"
            break
        try:
            files[name] = _copied(folder / name, into / name)
            left -= files[name].size
        except (OSError, UnreadFile) as error:
            refused[name] = getattr(error, "strerror", None) or str(error)
    return Bundle(files, refused)


def _names(folder: Path) -> Iterator[str]:
    """All that is in a folder but its subfolders; links stand for themselves."""
    for root, folders, files in os.walk(folder):
        folders.sort()
        links = [name for name in folders if Path(root, name).is_symlink()]
        for name in sorted([*files, *links]):
            yield Path(root, name).relative_to(folder).as_posix()


def _copied(path: Path, into: Path) -> File:
    with _opened(path) as source:
        into.parent.mkdir(parents=True, exist_ok=True)
        with into.open("xb") as copy:
            return _poured(source, copy)


def _opened(path: Path) -> BinaryIO:
    if path.is_symlink():
        raise UnreadFile("it is a link: a bundle holds files alone")
    descriptor = os.open(path, _OPEN)
    kind = os.fstat(descriptor)
    if not stat.S_ISREG(kind.st_mode) or kind.st_size > _LARGEST_FILE:
        os.close(descriptor)
        regular = stat.S_ISREG(kind.st_mode)
        raise UnreadFile(_TOO_LARGE if regular else "it is not a regular file")
    return os.fdopen(descriptor, "rb")


_TOO_LARGE = f"it is larger than {_LARGEST_FILE // 2**20} MiB"


def _poured(source: BinaryIO, copy: BinaryIO) -> File:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        size += len(piece)
        if size > _LARGEST_FILE:
            raise UnreadFile(_TOO_LARGE)
        digest.update(piece)
        copy.write(piece)
    return File(digest.hexdigest(), size)
