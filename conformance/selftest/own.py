"""Proves an owner's requirements by his own faults, served by the reference relay."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import pytest

from conformance.core.verdict import ExitCode
from conformance.formats.nearest import nearest
from conformance.inputs.suite import Suite
from conformance.plugin.own_faults import own_bends
from conformance.relay import Bend
from conformance.reporting.own_requirements import own_suite
from conformance.selftest.failures import own_failure_lines
from conformance.selftest.progress import with_progress
from conformance.selftest.results import Pairs, rows, work_of
from conformance.selftest.table import DetectionTable, show, write
from conformance.selftest.worker import Work, findings_of


@dataclass(frozen=True, slots=True)
class OwnTable(DetectionTable):
    """The rows of an owner's faults; what no fault proves is only noted."""

    suite: Suite = field(default_factory=Suite)
    bends: tuple[Bend, ...] = ()

    @property
    def notes(self) -> list[str]:
        """What stands below the rows."""
        reached = {line for row in self.rows for line in row.lines}
        named = {id for bend in self.bends for id in (bend.caught_by, *bend.also)}
        ids = [entry.id for folder in self.suite.own for entry in folder.entries]
        lines = [line for f in self.suite.own for line in own_failure_lines(f)]
        return [
            self.totals,
            *(f"No fault proves {id}." for id in ids if id not in named),
            *(f"No fault reaches {line}." for line in lines if line not in reached),
        ]


def run(
    folders: tuple[str, ...],
    names: Sequence[str],
    report_dir: str | None,
    examples: int,
) -> ExitCode:
    """Run it for folders of requirements, print its table, and say whether it held."""
    try:
        suite = own_suite(requirements=map(Path, folders))
        every = own_bends(suite)
    except pytest.UsageError as error:
        raise click.UsageError(str(error)) from None
    known = {bend.name for bend in every}
    for name in names:
        if name not in known:
            advice = nearest(name, known, "They have none.")
            raise click.UsageError(f"{name!r} is no fault of these folders. {advice}")
    pairs = _pairs([b for b in every if not names or b.name in names], suite)
    judging = rows(pairs, _work(pairs, suite, folders, examples), findings_of)
    judged = list(with_progress(judging, len(pairs), "judging faults"))
    table = OwnTable(judged, whole=False, suite=suite, bends=every)
    show(table)
    if report_dir:
        write(table, Path(report_dir))
    return ExitCode.CONFORMANT if table.good else ExitCode.VIOLATED


def _pairs(bends: Sequence[Bend], suite: Suite) -> Pairs:
    """The faithful relay under each profile, then each bend in its profiles."""
    faithful: list[tuple[Bend | None, str]] = [(None, name) for name in suite.profiles]
    return faithful + [(bend, name) for bend in bends for name in bend.dialects]


def _work(
    pairs: Pairs, suite: Suite, folders: tuple[str, ...], examples: int
) -> list[Work]:
    """The judgements: where no fault is served, only the owner's requirements."""
    bent = {profile for bend, profile in pairs if bend is not None}
    own = tuple(entry.id for folder in suite.own for entry in folder.entries)
    return [
        replace(
            work_of(bend, profile, examples),
            own=folders,
            only=() if profile in bent else own,
        )
        for bend, profile in pairs
    ]
