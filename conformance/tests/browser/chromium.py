"""Pages in Chromium that report what they should not do."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright


@dataclass(frozen=True, slots=True)
class Opened:
    """A page, and what it did besides showing itself."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, fragment: str = "") -> Page:
        """Open the page at a place, as if for the first time."""
        self.page.goto("about:blank")
        self.page.goto(self.url + fragment)
        return self.page

    @property
    def asked(self) -> list[str]:
        """The addresses that were asked for, but for the page's own."""
        own = (self.url, "about:blank")
        return [one for one in self.requests if one.split("#")[0] not in own]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the time of a test."""
    found = os.environ.get("RELAYCERT_CHROMIUM") or shutil.which("chromium")
    assert found, "Install Chromium (Debian: apt-get install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, file: Path, **options: Any) -> Iterator[Opened]:
    """A file in a window of its own."""
    context = browser.new_context(**options)
    page = context.new_page()
    made = Opened(page, file.as_uri())
    page.on("request", lambda request: made.requests.append(request.url))
    page.on("console", lambda told: made.complaints.append(told.text))
    page.on("pageerror", lambda error: made.complaints.append(str(error)))
    page.on("dialog", lambda shown: made.complaints.append(shown.message))
    made.go()
    yield made
    context.close()
