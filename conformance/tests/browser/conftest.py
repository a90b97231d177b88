"""One browser for all tests, and the files that they open."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from conformance.reporting.document import Report
from conformance.reporting.html import render
from conformance.tests.browser import made
from conformance.tests.browser.chromium import Opened, chromium, opened
from conformance.tests.reports import hostile

Opener = Callable[..., Opened]

MAKERS: dict[str, Callable[[Path], Report]] = {
    "ordinary": made.ordinary,
    "attacked": made.attacked,
    "broken": made.broken,
    "large": made.large,
    "quarter": lambda folder: made.large(folder, 100, 50),
    "several": lambda _: hostile(),
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of each report."""
    found = {}
    for name, make in MAKERS.items():
        folder = tmp_path_factory.mktemp(name)
        found[name] = folder / "report.html"
        found[name].write_text(render(make(folder), folder), "utf-8")
    return found


@pytest.fixture
def open_report(browser: Browser, files: dict[str, Path]) -> Iterator[Opener]:
    """Opens the page of a report by its name; closed when the test ends."""
    with ExitStack() as stack:

        def open_it(name: str = "ordinary", **options: Any) -> Opened:
            return stack.enter_context(opened(browser, files[name], **options))

        yield open_it
