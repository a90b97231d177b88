"""Runs that are killed, and what a folder then has to say of itself."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from conformance.cli.main import main
from conformance.cli.verify.verify import verified
from conformance.core.verdict import ExitCode
from conformance.formats.unfinished import UNFINISHED
from conformance.reporting.compare import reading

KEY = "sk-killedtest0123456789"
SELECTION = "models,chat.stream"
_LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Moment:
    """So many seconds after a file of this pattern has come into the folder."""

    pattern: str
    seconds: float

    def wait(self, folder: Path, process: subprocess.Popen[str]) -> None:
        """Wait until it is there, or the run has ended before it."""
        limit = time.monotonic() + _LIMIT
        while process.poll() is None and not any(folder.glob(self.pattern)):
            assert time.monotonic() < limit
            time.sleep(0.001)
        time.sleep(self.seconds)


def moments(seed: int, number: int) -> Iterator[Moment]:
    """Random moments of a run: before, while and after it sends, and as it reports."""
    draw = random.Random(seed)
    for _ in range(number):
        pattern, longest = draw.choice(
            [
                ("", 0.5),
                (UNFINISHED, 2.0),
                ("recordings/*/*", 1.5),
                ("*report.json*", 0.3),
                ("*junit.xml", 0.1),
                ("*manifest.json*", 0.05),
            ]
        )
        yield Moment(pattern or UNFINISHED, draw.random() * longest)


def started(folder: Path, url: str, *more: str) -> subprocess.Popen[str]:
    """A run of a part, under way, whose report goes into `folder`."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "conformance", "run", "--base-url", url),
            *("--key-env", "TEST_KEY", "--model", "reference-chat"),
            *("--select", SELECTION, "--examples", "0"),
            *("--report-dir", str(folder), *more),
        ],
        env=os.environ | {"TEST_KEY": KEY, "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_heeds_signals,
    )


def command(*arguments: str) -> Result:
    """What a command says and how it ends, in this process."""
    return CliRunner().invoke(main, arguments)


def check(folder: Path) -> str:
    """What a folder is: `absent`, `partial` and says so, or `whole`, and true."""
    if not folder.exists() or not any(folder.iterdir()):
        return "absent"
    if not (folder / UNFINISHED).exists():
        assert verified(folder, None).exit_code is ExitCode.CONFORMANT
        return "whole"
    for path in folder.glob("recordings/*/*/*.json"):
        json.loads(path.read_bytes())  # each is there as a whole
    assert_it_says_so(folder)
    return "partial"


def assert_it_says_so(folder: Path) -> None:
    """Every command that takes a report says that this one is not whole."""
    ended = command("verify", str(folder))
    assert (ended.exit_code, "not whole" in ended.output) == (3, True)
    with pytest.raises(click.UsageError, match="not whole"):
        reading.read(folder)
    for words in (("compare", str(folder)), ("diff", str(folder), str(folder))):
        ended = command(*words)
        assert (ended.exit_code, "not whole" in ended.output) == (2, True)
    again = folder.with_name(f"{folder.name}-again")
    ended = command("replay", str(folder), "--report-dir", str(again), "--quiet")
    assert "the run that recorded did not end" in ended.output
    # Without a recording there is nothing to judge; with all of them, a verdict.
    assert ended.exit_code in (0, 2, 3), ended.output
    if ended.exit_code != 2:
        assert verified(again, None).exit_code is ExitCode.INCOMPLETE


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    limit = time.monotonic() + _LIMIT
    while not happened():
        assert time.monotonic() < limit
        time.sleep(0.005)


def _heeds_signals() -> None:
    # A shell that runs the tests in the background has interrupts ignored.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
