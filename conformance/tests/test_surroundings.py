"""A poor machine costs what it must, and no verdict: never 1, never a traceback."""

import json
import os
import resource
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.processes import Completed, completed

pytestmark = pytest.mark.process

KEY = "sk-surroundings0123456789"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Relay(RelaySettings(key=KEY)) as relay:
        yield relay.base_url("openai")


def judge(folder: Path, url: str, before: str = "", after: str = "") -> Completed:
    """Judge a conformant part in a shell, with words before and after the command."""
    command = [
        *(sys.executable, "-m", "conformance", "run", "--base-url", url),
        *("--key-env", "TEST_KEY", "--model", "reference-chat"),
        *("--select", "models", "--examples", "0", "--report-dir", "report"),
    ]
    line = f"{before} {shlex.join(command)} {after}; exit ${{PIPESTATUS[0]}}"
    ended = completed(("bash", "-c", line), folder, {"TEST_KEY": KEY})
    assert "Traceback" not in ended.stdout + ended.stderr
    assert "INTERNALERROR" not in ended.stdout + ended.stderr
    return ended


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ">&-"),
        ("", "2>&-"),
        ("", "<&- >&- 2>&-"),
        ("", ">/dev/full"),
        ("", "| true"),
        ("ulimit -n 64;", ""),
        ("env -u HOME", ""),
        ("env -u TMPDIR", ""),
        ("TMPDIR=/nonexistent", ""),
        ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0", ""),
        ("TERM=dumb COLUMNS=20", ""),
        ("TERM= COLUMNS=1", ""),
    ],
)
def test_what_is_missing_costs_no_verdict(
    url: str, tmp_path: Path, before: str, after: str
) -> None:
    ended = judge(tmp_path, url, before, after)
    assert ended.returncode == 0, ended.stderr
    report = json.loads((tmp_path / "report" / "report.json").read_bytes())
    assert report["run"]["exit_code"] == 0
    assert not (tmp_path / "report" / "unfinished.txt").exists()


def test_a_full_standard_output_is_told(url: str, tmp_path: Path) -> None:
    ended = judge(tmp_path, url, after=">/dev/full")
    assert "Standard output cannot be written: No space left" in ended.stderr


@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:9", "http://no-such-host.invalid:1"]
)
def test_a_dead_proxy_leaves_the_run_incomplete(
    url: str, tmp_path: Path, proxy: str
) -> None:
    ended = judge(tmp_path, url, f"http_proxy={proxy} no_proxy=")
    assert "0 of " in ended.stdout
    assert ended.returncode == 3


@pytest.mark.parametrize("proxy", ["foo://x", "socks5://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used_is_a_usage_error(
    url: str, tmp_path: Path, proxy: str
) -> None:
    ended = judge(tmp_path, url, f"ALL_PROXY={proxy} all_proxy={proxy}")
    assert "ALL_PROXY names a" in ended.stderr
    assert ended.returncode == 2


def test_a_list_that_is_cut_is_no_mistake(tmp_path: Path) -> None:
    line = f"{sys.executable} -m conformance list | true; exit ${{PIPESTATUS[0]}}"
    ended = completed(("bash", "-c", line), tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_place_that_is_no_folder_is_a_usage_error(url: str, tmp_path: Path) -> None:
    (tmp_path / "report").write_text("a file")
    ended = judge(tmp_path, url)
    assert "Name another folder with --report-dir" in " ".join(ended.stderr.split())
    assert ended.returncode == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_a_usage_error(url: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        assert judge(tmp_path, url).returncode == 2
    finally:
        tmp_path.chmod(0o755)


def test_a_disk_that_fills_up_leaves_the_mark(url: str, tmp_path: Path) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    ended = completed(
        (
            *(sys.executable, "-m", "conformance", "run", "--base-url", url),
            *("--key-env", "TEST_KEY", "--model", "reference-chat"),
            *("--select", "models", "--examples", "0", "--report-dir", "report"),
        ),
        tmp_path,
        {"TEST_KEY": KEY},
        before=small_files,
    )
    assert ended.returncode == 3
    assert "cannot be written" in " ".join(ended.stderr.split())
    assert (tmp_path / "report" / "unfinished.txt").exists()
