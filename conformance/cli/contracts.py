"""The contract that a command is given, by its name or its file."""

import os
from collections.abc import Iterable
from pathlib import Path

import click
import pytest

from conformance.inputs.profile import Profile
from conformance.inputs.profile_file import is_file
from conformance.inputs.suite import Suite
from conformance.inputs.target import find_profile
from conformance.reporting.own_requirements import own_suite


def suite_with(profile: str, requirements: Iterable[str] = ()) -> Suite:
    """The packaged suite, with the profile of a file if that is what is named.

    With the requirements that an owner keeps in these folders.
    """
    try:
        files = [Path(profile)] if is_file(profile) else []
        return own_suite(files, map(Path, requirements))
    except pytest.UsageError as error:
        raise click.UsageError(str(error)) from None


def beside(profile: str, folder: Path) -> str:
    """What a target's file in a folder calls the contract that is named here."""
    if not is_file(profile):
        return profile
    return Path(os.path.relpath(profile, folder)).as_posix()


def profile_in(suite: Suite, profile: str) -> Profile:
    """The profile that is named; the suite holds it if it is one of a file."""
    try:
        return find_profile(profile, "--profile", suite)
    except pytest.UsageError as error:
        raise click.UsageError(str(error)) from None
