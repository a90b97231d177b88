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
from conformance.tests.server import reply, serving

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
    ("variable", "proxy"),
    [
        ("http_proxy", "http://127.0.0.1:9"),
        ("HTTP_PROXY", "127.0.0.1:9"),
        ("http_proxy", "http://no-such-host.invalid:1"),
        ("ALL_PROXY", "http://somebody:secret-word@127.0.0.1:9/"),
    ],
)
def test_a_dead_proxy_is_told_as_one(
    url: str, tmp_path: Path, variable: str, proxy: str
) -> None:
    ended = judge(tmp_path, url, f"{variable}={proxy} no_proxy= NO_PROXY=")
    said = " ".join(ended.stdout.split())
    assert f"{variable} names the proxy" in said
    assert "cannot be reached" in said
    assert "or name the target's host in NO_PROXY" in said
    assert "Is the relay running" not in said
    assert "secret-word" not in ended.stdout + ended.stderr
    assert ended.returncode == 3


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (407, "text/plain", "wants a user and a password"),
        (502, "text/html", "answers itself, as it seems (502)"),
        (403, "text/html", "answers itself, as it seems (403)"),
    ],
)
def test_what_a_proxy_answers_is_no_deed_of_the_target(
    url: str, tmp_path: Path, status: int, kind: str, words: str
) -> None:
    answer = reply(status, b"<h1>no</h1>", (("Content-Type", kind),))
    with serving(lambda _: answer) as proxy:
        ended = judge(tmp_path, url, f"http_proxy={proxy.url} no_proxy= NO_PROXY=")
    assert words in " ".join(ended.stdout.split())
    assert ended.returncode == 3


def test_a_proxy_that_says_nothing_is_told_as_one(url: str, tmp_path: Path) -> None:
    with serving(lambda _: []) as proxy:
        variables = f"http_proxy={proxy.url} no_proxy= NO_PROXY="
        ended = judge(tmp_path, url, variables, "--timeout 2")
    assert "sent no answer" in " ".join(ended.stdout.split())
    assert ended.returncode == 3


def test_no_proxy_stands_before_the_reference_relay(tmp_path: Path) -> None:
    ended = completed(
        (
            *(sys.executable, "-m", "conformance", "run", "--reference"),
            *("--profile", "openai", "--select", "models", "--examples", "0"),
        ),
        tmp_path,
        {"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "", "no_proxy": ""},
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("proxy", ["foo://x", "socks5://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used_is_a_usage_error(
    url: str, tmp_path: Path, proxy: str
) -> None:
    ended = judge(tmp_path, url, f"ALL_PROXY={proxy} all_proxy={proxy}")
    assert "ALL_PROXY names a" in ended.stderr
    assert ended.returncode == 2


PRINTING = ("list", "list --json", "explain chat.stream.done", "--help", "run --help")


@pytest.mark.parametrize("command", [*PRINTING, "--version"])
def test_what_cannot_be_printed_is_told(tmp_path: Path, command: str) -> None:
    line = f"{sys.executable} -m conformance {command} > /dev/full"
    ended = completed(("bash", "-c", line), tmp_path)
    told = "Standard output cannot be written: No space left on device\n"
    assert (ended.returncode, ended.stderr) == (2, told)


@pytest.mark.parametrize("command", [*PRINTING, "plan --reference --examples 0"])
def test_what_is_cut_is_no_mistake(tmp_path: Path, command: str) -> None:
    line = f"{sys.executable} -m conformance {command} | true; exit ${{PIPESTATUS[0]}}"
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
