"""The live line: what it says, that it comes, and that it goes."""

import os
import threading
import time
from io import StringIO

import pytest
from rich.console import Console

from conformance.reporting.display import Display, Progress, clock, frame
from conformance.reporting.terminal import Colors, laid_out


def _line(progress: Progress, seconds: float) -> str:
    return " ".join(laid_out([frame(progress, seconds)], 80, Colors.NONE).split())


def _terminal() -> tuple[Console, StringIO]:
    written = StringIO()
    console = Console(
        file=written, force_terminal=True, width=80, _environ={"TERM": "xterm"}
    )
    return console, written


def test_the_line_tells_cases_violations_and_time_left() -> None:
    line = _line(Progress(done=25, planned=100, must=2, should=3), 10.0)
    assert line.endswith("25 of 100 cases 2 MUST 3 SHOULD 0:10 0:30 left")


@pytest.mark.parametrize("done", [99, 100])
def test_the_time_left_never_stands_at_nothing(done: int) -> None:
    line = _line(Progress(done, 100), 60.0)
    assert line.endswith("1:00 finishing")
    assert "0:00" not in line


def test_no_time_is_promised_before_anything_is_known() -> None:
    assert "left" not in _line(Progress(0, 100), 5.0)
    assert "left" not in _line(Progress(1, 100), 0.1)


@pytest.mark.parametrize("progress", [Progress(0, 0), Progress(99999, 99999, 999, 999)])
def test_the_line_fits_eighty_columns(progress: Progress) -> None:
    text = laid_out([frame(progress, 36000.0)], 80, Colors.NONE).rstrip("\n")
    assert len(text) <= 80
    assert "\n" not in text
    assert "…" not in text or not progress.done


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (61.9, "1:01"), (3600, "1:00:00")]
)
def test_seconds_are_shown_as_a_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_it_asks_again_and_again_until_it_is_stopped() -> None:
    console, written = _terminal()
    before = threading.active_count()
    asked: list[float] = []

    def poll() -> Progress:
        asked.append(time.monotonic())
        return Progress(len(asked), 9)

    display = Display.on(poll, console)
    display.start()
    deadline = time.monotonic() + 5
    while len(asked) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    display.stop()
    assert len(asked) >= 4
    assert "of 9 cases" in written.getvalue()
    told = len(asked)
    time.sleep(0.25)  # more than two polls
    assert len(asked) == told
    assert threading.active_count() == before


def test_a_poll_that_fails_keeps_the_last_line_and_the_run() -> None:
    console, written = _terminal()
    answers = iter([Progress(7, 9)])
    display = Display.on(lambda: next(answers), console)
    display.start()
    time.sleep(0.25)
    display.stop()
    assert "7 of 9 cases" in written.getvalue()


def test_the_cursor_is_shown_again_after_the_end() -> None:
    console, written = _terminal()
    display = Display.on(lambda: Progress(1, 2), console)
    display.start()
    display.stop()
    display.stop()
    assert written.getvalue().rindex("\x1b[?25h") > written.getvalue().rindex(
        "\x1b[?25l"
    )


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (True, True)])
def test_quiet_or_without_a_terminal_nothing_is_shown_or_asked(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, quiet: bool
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: terminal)
    before = threading.active_count()
    display = Display.on_terminal(lambda: pytest.fail("asked"), quiet=quiet)
    display.start()
    assert threading.active_count() == before
    display.stop()
