"""A run that is killed leaves nothing that could be taken for its report.

`RELAYCERT_KILLS=50 pytest -m slow conformance/tests/test_killed.py -k slow` kills as
many; the seed is printed with a failure, and `RELAYCERT_KILL_SEED` sets it.
"""

import json
import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.formats.unfinished import UNFINISHED
from conformance.relay import Relay, RelaySettings
from conformance.tests.killed import (
    KEY,
    Moment,
    check,
    moments,
    started,
)

SEED = int(os.environ.get("RELAYCERT_KILL_SEED", random.randrange(2**32)))
KILLS = int(os.environ.get("RELAYCERT_KILLS", "20"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A relay that takes its time."""
    with Relay(RelaySettings(key=KEY, bends=("latency=0.05",))) as relay:
        yield relay.base_url("openai")


def killed_at(moment: Moment, url: str, folder: Path, number: int) -> int:
    """Send a signal to a run at a moment; how the run ended."""
    process = started(folder, url)
    moment.wait(folder, process)
    process.send_signal(number)
    output, _ = process.communicate(timeout=120)
    assert "Traceback" not in output
    return process.returncode


@pytest.mark.process
def test_a_run_that_is_killed_says_so(url: str, tmp_path: Path) -> None:
    kill_at_random(5, url, tmp_path)


@pytest.mark.slow
@pytest.mark.process
def test_a_run_that_is_killed_says_so_slow(url: str, tmp_path: Path) -> None:
    kill_at_random(KILLS, url, tmp_path)


def kill_at_random(number: int, url: str, tmp_path: Path) -> None:
    for place, moment in enumerate(moments(SEED, number)):
        folder = tmp_path / f"run-{place}"
        ended = killed_at(moment, url, folder, signal.SIGKILL)
        print(f"seed {SEED}: {moment}: {check(folder)}, {ended}")  # noqa: T201


@pytest.mark.process
def test_a_run_in_full_cry_leaves_a_part(url: str, tmp_path: Path) -> None:
    moment = Moment("recordings/*/models/*.json", 0.0)
    killed_at(moment, url, tmp_path / "run", signal.SIGKILL)
    assert check(tmp_path / "run") == "partial"


@pytest.mark.process
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "pattern", [UNFINISHED, "recordings/*/models/*.json"], ids=["early", "sending"]
)
def test_a_run_that_is_told_to_end_reports(
    url: str, tmp_path: Path, number: int, pattern: str
) -> None:
    folder = tmp_path / "run"
    assert killed_at(Moment(pattern, 0.0), url, folder, number) == 3
    assert not (folder / UNFINISHED).exists()
    report = json.loads((folder / "report.json").read_bytes())
    assert report["run"]["exit_code"] == 3
    names = {path.name for path in folder.iterdir()}
    assert {"report.html", "report.md", "manifest.json", "junit.xml"} <= names


@pytest.mark.process
def test_being_told_to_end_does_not_disturb_the_end(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    killed_at(Moment("*report.json*", 0.0), url, folder, signal.SIGTERM)
    assert check(folder) == "whole"
