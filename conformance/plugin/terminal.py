"""The end of a run, on pytest's own terminal."""

import pytest

from conformance.plugin.results import REPORT, TROUBLE
from conformance.plugin.run import RUN
from conformance.reporting import summary
from conformance.reporting.terminal import Colors


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table by area, and each violation."""
    report, run = config.stash.get(REPORT, None), config.stash.get(RUN, None)
    if report is None or run is None:
        return
    writer = terminalreporter._tw
    colors = Colors.ANSI if writer.hasmarkup else Colors.NONE
    terminalreporter.write_line("")
    writer.write(
        summary.text(report, run.settings.report_dir, writer.fullwidth, colors)
    )
    if TROUBLE in config.stash:
        terminalreporter.write_line(config.stash[TROUBLE], red=True)
