"""Waivers from files of their own, beside those in the files of targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from conformance.formats import toml_file
from conformance.formats.nearest import nearest
from conformance.inputs.target import Target
from conformance.inputs.waiver import Waiver, waiver_of


@dataclass(frozen=True, slots=True)
class WaiverFile:
    """The waivers of one file, and the target they are for; empty: for every one."""

    path: Path
    target: str
    waivers: tuple[Waiver, ...]


def read_waivers(path: Path) -> WaiverFile:
    """The waivers of a TOML file; UsageError says what is wrong with it."""
    where = str(path)
    raw = toml_file.checked(toml_file.read(path), "own/waivers", where)
    rows = tuple(waiver_of(row, where) for row in raw["waiver"])
    return WaiverFile(path, raw.get("target", ""), rows)


def waived(
    targets: Sequence[Target], files: Iterable[WaiverFile]
) -> tuple[Target, ...]:
    """The targets with what the files accept of them, beside what their own do."""
    accepting = tuple(targets)
    for file in files:
        _refuse_foreign(file, accepting)
        accepting = tuple(_with(target, file) for target in accepting)
    return accepting


def _with(target: Target, file: WaiverFile) -> Target:
    if file.target not in ("", target.name):
        return target
    return replace(target, waivers=tuple(dict.fromkeys(target.waivers + file.waivers)))


def _refuse_foreign(file: WaiverFile, targets: Sequence[Target]) -> None:
    names = [target.name for target in targets]
    if file.target and file.target not in names:
        every = f"Judged: {', '.join(names)}."
        raise pytest.UsageError(
            f"{file.path}: `target = {file.target!r}` is not judged. "
            f"{nearest(file.target, names, every)}"
        )
