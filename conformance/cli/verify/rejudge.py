"""Judges the recordings of a report again, as the run did that made it."""

import io
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from conformance.bundle.manifest import Narrowing
from conformance.cli.arguments import run_pytest
from conformance.cli.console_plugin import silence
from conformance.cli.verify.own_folders import OwnFolders
from conformance.cli.verify.report import interrupted, unreached
from conformance.inputs.suite import Suite
from conformance.plugin.collection import key_of, requirement_of
from conformance.plugin.hooks import GATHERER
from conformance.plugin.results import REPORT, ResultPlugin
from conformance.plugin.run import RUN
from conformance.reporting.catalogue import every_entry
from conformance.reporting.document import Report
from conformance.sending.replay import replays


class NotJudged(Exception):
    """Why recordings could not be judged again."""


def judged_again(
    folder: Path,
    report: Report,
    narrowing: Narrowing,
    scratch: Path,
    suite: Suite,
    own: OwnFolders,
) -> Report:
    """The report that the recordings in a folder give; it is written to `scratch`."""
    selection = report["run"]["selection"]
    known = [entry.id for entry in every_entry(suite)]
    arguments = [
        *(f"--requirements={path}" for path in own.paths),
        f"--replay={folder}",
        f"--report-dir={scratch}",
        f"--select={own.selection(selection['expression'], known)}",
        f"--level={selection['level'].lower()}",
    ]
    plugin = _ReplayPlugin(report, narrowing)
    errors = io.StringIO()
    try:
        replays(folder, suite)
        with redirect_stderr(errors):
            run_pytest(arguments, plugin)
    except pytest.UsageError as error:
        raise NotJudged(str(error).replace(f"{folder}/", "")) from None
    if plugin.report is None:
        raise NotJudged(errors.getvalue().strip().removeprefix("ERROR: "))
    return plugin.report


@dataclass(slots=True, eq=False)
class _ReplayPlugin:
    """Makes a run like the one that wrote a report: its day, selection and reach."""

    earlier: Report
    narrowing: Narrowing
    _unreached: frozenset[tuple[str, str, str]] = frozenset()
    _config: pytest.Config | None = field(default=None)

    @property
    def report(self) -> Report | None:
        """What came out, if it came so far."""
        return self._config.stash.get(REPORT, None) if self._config else None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Say nothing; waivers hold as they did on the day of the run."""
        self._config = config
        silence(config)
        config.option.keyword = self.narrowing.keyword
        config.option.markexpr = self.narrowing.marks
        config.option.deselect = list(self.narrowing.deselected)
        config.stash[RUN].started = datetime.fromisoformat(
            self.earlier["run"]["started"]
        )
        self._unreached = unreached(self.earlier)
        results = config.pluginmanager.get_plugin(GATHERER)
        if isinstance(results, ResultPlugin):
            results.interrupted = interrupted(self.earlier)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Pass over what the run did not reach."""
        key, stated = key_of(item), requirement_of(item)
        if key is None or stated is None:
            return None
        return (key.target.name, stated.id, key.case) in self._unreached or None
