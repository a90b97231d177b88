"""Faults and variations that the target's owner wrote, for the reference relay."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from conformance.formats.nearest import nearest
from conformance.inputs.own_folder import FAULTS, OwnFolder
from conformance.inputs.own_modules import module_at
from conformance.inputs.suite import Suite
from conformance.relay import Bend, BendKind, blanks, faults, variations
from conformance.reporting.catalogue import every_entry


def own_bends(suite: Suite) -> tuple[Bend, ...]:
    """The bends of all folders of owners; UsageError says what is wrong with them."""
    read = [
        (folder.path / FAULTS, bend) for folder in suite.own for bend in _bends(folder)
    ]
    ids = {entry.id for entry in every_entry(suite)}
    taken = {bend.name for bend in (*faults(), *variations(), *blanks())}
    lines: list[str] = []
    for path, bend in read:
        slips = _slips(bend, suite, ids, taken)
        lines += [f"{path}: {bend.name}: {why}" for why in slips]
        taken.add(bend.name)
    if lines:
        raise pytest.UsageError("\n".join(lines))
    return tuple(bend for _, bend in read)


def _bends(folder: OwnFolder) -> list[Bend]:
    path: Path = folder.path / FAULTS
    if not path.is_file():
        return []
    values = vars(module_at(path, folder.path)).values()
    # A value that is imported from one of our modules is not the owner's.
    own = {bend.name: bend for bend in values if isinstance(bend, Bend)}
    return sorted(own.values(), key=lambda bend: bend.name)


def _slips(
    bend: Bend, suite: Suite, ids: Collection[str], taken: Collection[str]
) -> Iterator[str]:
    if bend.name in taken:
        yield "there is another fault or variation of this name."
    if bend.kind is BendKind.FAULT and not bend.caught_by:
        yield "`caught_by` names the requirement that has to notice it."
    for id in filter(None, (bend.caught_by, *bend.also)):
        if id not in ids:
            advice = nearest(id, ids, "See relaycert list.")
            yield f"{id!r} is not a requirement. {advice}"
    for name in bend.dialects:
        if name not in suite.profiles:
            yield f"{name!r} is not a profile. {nearest(name, suite.profiles)}"
