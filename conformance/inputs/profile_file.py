"""Profiles that users write: each extends a packaged contract, or another file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from conformance.formats import toml_file
from conformance.inputs.former_keys import former_keys
from conformance.inputs.inheritance import laid_over, own_key
from conformance.inputs.profile import Profile
from conformance.inputs.source import Source, stated_source
from conformance.inputs.suite import Suite

SUFFIX = ".toml"
_LARGEST = 2**20
_DEEPEST = 5
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# How firm the words of an owner's contract are, where he does not say otherwise.
OWN_MARK = "vendor"


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """The data of one profile's file, and where it lies."""

    path: Path
    raw: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The profile's name."""
        return self.path.stem

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of its statements."""
        return list(self.raw.get("statement", ()))


def is_file(profile: str) -> bool:
    """Whether the value of `profile` is a file rather than the name of a contract."""
    return profile.endswith(SUFFIX)


def name_of(profile: str) -> str:
    """The name of the contract that is given by its name or its file."""
    return Path(profile).stem if is_file(profile) else profile


def chain(path: Path, packaged: Iterable[str]) -> list[ProfileFile]:
    """A profile's file after those that it extends; UsageError if there is no such."""
    files: list[ProfileFile] = []
    known, here = set(packaged), path
    while True:
        one = _read(here, known)
        files.insert(0, one)
        parent = one.raw["extends"]
        if not is_file(parent):
            return files
        if Path(parent).name != parent:
            raise _slip(here, f"`extends = {parent!r}` has to lie beside it.")
        here = here.with_name(parent)
        if len(files) == _DEEPEST or here.name in {file.path.name for file in files}:
            raise _slip(path, "it extends itself, or too many others.")


def _read(path: Path, packaged: set[str]) -> ProfileFile:
    if not _NAME.fullmatch(path.stem) or path.stem in packaged:
        raise _slip(
            path,
            "a profile is called as its file: give it a name of letters, digits, '.', "
            f"'_' and '-', and none of {', '.join(sorted(packaged))}.",
        )
    try:
        too_large = path.stat().st_size > _LARGEST
    except OSError:
        too_large = False  # reading says why it cannot be read
    if too_large:
        raise _slip(path, f"it is larger than {_LARGEST // 2**20} MiB.")
    raw = toml_file.read(path)
    if "extends" not in raw:
        kind = "a target file" if "profile" in raw else "no profile"
        raise _slip(path, f"it is {kind}: a profile names the contract it `extends`.")
    if former := [f"{path}: {line}" for line in former_keys(raw)]:
        raise pytest.UsageError("\n".join(former))
    return ProfileFile(path, toml_file.wholly_checked(raw, "own/profile", str(path)))


def _slip(path: Path, reason: str) -> pytest.UsageError:
    return pytest.UsageError(f"{path}: {reason}")


def with_file(suite: Suite, file: ProfileFile) -> Suite:
    """The suite with the profile of a file; what it extends has to be in the suite."""
    suite = suite.with_profile(profile_of(suite, file))
    sources = {source.key: source for source in _sources(file, suite)}
    return replace(
        suite,
        sources=MappingProxyType(dict(sorted({**suite.sources, **sources}.items()))),
    )


def profile_of(suite: Suite, file: ProfileFile) -> Profile:
    """The contract of a file; what it extends has to be in the suite."""
    parent = suite.profiles[parent_of(file)]
    return laid_over(parent, file.name, file.raw, suite.capabilities, suite.sources)


def parent_of(file: ProfileFile) -> str:
    """The name of the contract that a file extends."""
    return name_of(file.raw["extends"])


def _sources(file: ProfileFile, suite: Suite) -> Iterator[Source]:
    """The passages of an owner's contract that his statements quote."""
    for row in file.rows:
        if row["source"] in suite.sources:
            continue
        stated = stated_source(
            row["source"], row.get("mark", OWN_MARK), file.raw["title"]
        )
        yield replace(
            stated,
            key=own_key(file.name, row),
            says=row.get("says", ""),
            seen_on=row.get("seen_on", ""),
        )
