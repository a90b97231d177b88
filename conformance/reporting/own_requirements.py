"""The suite with requirements and cases of the target's owner."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from conformance.inputs.own_checks import slips
from conformance.inputs.own_folder import read_folder
from conformance.inputs.suite import Suite
from conformance.reporting.catalogue import entries
from conformance.reporting.own_profiles import with_profiles


def own_suite(
    profiles: Iterable[Path] = (),
    requirements: Iterable[Path] = (),
    cases: Iterable[Path] = (),
) -> Suite:
    """The packaged suite with an owner's profiles, requirements and cases of a run.

    UsageError says what is wrong with them, a line for each slip.
    """
    suite = with_folders(Suite.load(), requirements)
    # A profile may name the owner's requirements, and these a profile.
    suite = with_profiles(suite, profiles)
    check(suite)
    return suite.with_files(cases)


def with_folders(suite: Suite, paths: Iterable[Path]) -> Suite:
    """The suite with what folders state, as it stands there."""
    for path in {path.resolve(): path for path in paths}.values():
        folder = read_folder(path)
        if twin := next((f for f in suite.own if f.name == folder.name), None):
            raise pytest.UsageError(
                f"--requirements {path}: {twin.path} has the same name: rename one."
            )
        suite = suite.with_own(folder)
    return suite


def check(suite: Suite) -> None:
    """Make sure that what owners state can be judged."""
    packaged = [entry.requirement for entry in entries()]
    lines = [line for folder in suite.own for line in slips(folder, suite, packaged)]
    if lines:
        raise pytest.UsageError("\n".join(lines))
