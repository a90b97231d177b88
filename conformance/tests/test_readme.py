"""The pages written by hand: short enough, and with what the files really say."""

import re
from pathlib import Path

import pytest

from conformance.tests.update_readme import OUTPUTS, PAGES, README, with_excerpts

MOST_BYTES = 8192
MARKS = {*OUTPUTS, "run, its end", "compare", "diff"}


def test_the_readme_is_short() -> None:
    assert len(README.read_bytes()) <= MOST_BYTES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_excerpts_are_what_their_files_say(page: Path) -> None:
    text = page.read_text("utf-8")
    renew = "Run `python -m conformance.tests.update_readme excerpts`."
    assert with_excerpts(text) == text, renew


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_output_can_be_renewed(page: Path) -> None:
    text = page.read_text("utf-8")
    assert set(re.findall(r"<!-- output: ([^>]+) -->", text)) <= MARKS


@pytest.mark.parametrize("mark", ["run", "tests"])
def test_the_readme_has_the_commands_that_ci_runs(mark: str) -> None:
    text = README.read_text("utf-8")
    part = text.partition(f"<!-- {mark} -->")[2].partition("<!-- end -->")[0]
    assert len(re.findall(r"^python3 -m venv .+$", part, re.MULTILINE)) == 1
