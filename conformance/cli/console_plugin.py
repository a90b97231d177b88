"""What the command shows while pytest runs: a live line instead of pytest's own."""

import os
from collections.abc import Generator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from conformance.bundle.own import words
from conformance.cli.plan import Plan, plan
from conformance.core.requirement import Requirement
from conformance.core.verdict import ExitCode
from conformance.plugin.collection import key_of, requirement_of
from conformance.plugin.own import LEFT_OUT
from conformance.plugin.results import EXIT, REPORT, TROUBLE
from conformance.plugin.run import RUN, Run
from conformance.reporting.display import Display, Progress
from conformance.reporting.document import Report


def silence(config: pytest.Config) -> None:
    """Let pytest's own terminal output go nowhere; its options keep working."""
    plugins = config.pluginmanager
    plugins.unregister(name="terminalreporter")
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115  closed with the run
    config.add_cleanup(nowhere.close)
    plugins.register(TerminalReporter(config, nowhere), "terminalreporter")


@dataclass(slots=True, eq=False)
class _Failure:
    """Keeps why pytest itself failed, as its own output goes nowhere."""

    failure: str = field(default="", init=False)

    def pytest_internalerror(
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> None:
        """Keep the error, and where it was raised."""
        last = excinfo.traceback[-1]
        self.failure = f"{excinfo.exconly()} ({last.path}:{last.lineno + 1})"


@dataclass(slots=True, eq=False)
class ConsolePlugin(_Failure):
    """Shows the progress of a run, and knows its end."""

    quiet: bool
    # Requirements by level and target: one counts once, on however many cases.
    _violated: set[tuple[str, str, str]] = field(default_factory=set)
    _config: pytest.Config | None = None
    _display: Display | None = None

    @property
    def exit_code(self) -> ExitCode | None:
        """How the run ended; None if it did not come so far."""
        return self._config.stash.get(EXIT, None) if self._config else None

    @property
    def report(self) -> tuple[Report, Path] | None:
        """The report and its folder, if there is one."""
        if self._config is None or REPORT not in self._config.stash:
            return None
        run = self._config.stash[RUN]
        return self._config.stash[REPORT], run.settings.report_dir

    @property
    def left_out(self) -> str:
        """What a run was judged by and is not handed in; empty if that is nothing."""
        left = self._config.stash.get(LEFT_OUT, []) if self._config else []
        return words(left) if left else ""

    @property
    def trouble(self) -> str:
        """What could not be written; empty if all could."""
        return self._config.stash.get(TROUBLE, "") if self._config else ""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Take the terminal over."""
        self._config = config
        silence(config)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Show what is under way from now on."""
        run = session.config.stash.get(RUN, None)
        if run is not None:
            self._display = Display.on_terminal(
                lambda: self._progress(run), quiet=self.quiet
            )
            self._display.start()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the violations so far."""
        outcome = getattr(report, "relaycert", {})
        if outcome.get("verdict") == "violated":
            of = (outcome["target"], outcome["requirement"])
            self._violated.add((outcome["level"], *of))

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self) -> Generator[None, object, object]:
        """Stop showing, when all is stored and reported."""
        try:
            return (yield)
        finally:
            if self._display is not None:
                self._display.stop()

    def _progress(self, run: Run) -> Progress:
        done = sum(recorder.done for recorder in run.recorders)
        planned = sum(recorder.planned for recorder in run.recorders)
        levels = [level for level, *_ in self._violated]
        return Progress(done, planned, levels.count("MUST"), levels.count("SHOULD"))


@dataclass(slots=True, eq=False)
class PlanPlugin(_Failure):
    """Keeps what would be sent; used with --collect-only."""

    plans: list[Plan] = field(default_factory=list)

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Take the terminal over."""
        silence(config)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Reckon for each target."""
        run = session.config.stash.get(RUN, None)
        if run is None:
            return
        for target in run.settings.targets:
            names: dict[str, None] = {}
            judged: dict[str, Requirement] = {}
            for item in session.items:
                key, stated = key_of(item), requirement_of(item)
                if key and stated and key.target is target:
                    names[key.case] = None
                    judged[stated.id] = stated
            own = tuple(sorted(id for id, stated in judged.items() if stated.own))
            planned = plan(target, names, len(judged), run.settings.suite)
            self.plans.append(replace(planned, own=own))
