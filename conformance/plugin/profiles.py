"""Which profiles of their own the options and target files name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.formats import toml_file
from conformance.inputs.profile_file import is_file
from conformance.plugin.flags import given
from conformance.plugin.standing import target_files
from conformance.reporting.own_profiles import kept


def profile_files(config: pytest.Config) -> list[Path]:
    """The files of profiles that a run is judged by.

    A report's folder keeps its own; to go on with a run, they have to be the same.
    """
    if replayed := given(config, "--replay"):
        return kept(Path(replayed))
    named = list(dict.fromkeys(_named(config)))
    if resumed := given(config, "--resume"):
        files = kept(Path(resumed))
        _refuse_others(named, files)
        return files
    return named


def _named(config: pytest.Config) -> Iterator[Path]:
    if is_file(given(config, "--profile") or ""):
        yield Path(given(config, "--profile"))
    for path in target_files(config):
        profile = toml_file.read(path).get("profile")
        if isinstance(profile, str) and is_file(profile):
            yield path.parent / profile


def _refuse_others(named: list[Path], files: list[Path]) -> None:
    """A run goes on under the contract that it was begun under."""
    begun = {path.name: path.read_bytes() for path in files}
    for path in named:
        if path.is_file() and path.read_bytes() != begun.get(path.name):
            raise pytest.UsageError(
                f"{path}: the run was begun under another edition of this profile. "
                "Run again, with another --report-dir."
            )
