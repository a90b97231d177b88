"""Bad input ends in a sentence that says what to do, and the right exit code."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests import processes
from conformance.tests.packaged import SUITE
from conformance.tests.processes import Completed
from conformance.tests.server import reply_json, serving

pytestmark = pytest.mark.process

KEY = "sk-badinputtest0123456789"
TEXT_CASES = "models,completions,chat"


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Relay(RelaySettings(key=KEY)) as running:
        yield running


def relaycert(folder: Path, *arguments: str) -> Completed:
    """Run `relaycert` in an empty folder, as a user would."""
    return processes.relaycert(folder, *arguments, env={"TEST_KEY": KEY})


def told(ended: Completed) -> str:
    """All that a user sees, with wrapped lines joined."""
    text = ended.stdout + ended.stderr
    assert "Traceback" not in text
    assert KEY not in text
    return " ".join(text.split())


def inline(url: str, *more: str) -> tuple[str, ...]:
    return (
        *(
            "run",
            "--base-url",
            url,
            "--key-env",
            "TEST_KEY",
            "--model",
            "reference-chat",
        ),
        *("--report-dir", "report", *more),
    )


def requests_in(folder: Path) -> int:
    """The exchanges that were recorded."""
    files = folder.glob("report/recordings/**/*.json")
    return sum(len(json.loads(f.read_text()).get("exchanges", ())) for f in files)


def test_a_slip_of_the_user_is_a_usage_error(relay: Relay, tmp_path: Path) -> None:
    url = relay.base_url("openai")
    bare = relaycert(tmp_path, *inline(url.removesuffix("/v1")))
    assert (bare.returncode, "lacks /v1" in told(bare)) == (2, True)
    (other := tmp_path / "other").mkdir()
    typo = relaycert(other, *inline(url), "--model", "chat=reference-chit")
    assert (typo.returncode, "'reference-chat'" in told(typo)) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--profile", "nobody"), f"Known: {', '.join(SUITE.profiles)}"),
        (("--select", "chat.nothing"), "matches no requirement"),
        (("--key-env", "UNSET_VARIABLE"), "export UNSET_VARIABLE="),
        (("--claim", "telepathy"), "Known: "),
        (("--header", "no colon"), "write it as 'Name: value'"),
        (("--max-requests", "0"), "has to be above 0"),
        (("--repeat", "0"), "cannot be below 1"),
        (("--bend", "stream-no-done"), "--bend goes with the reference relay"),
        (("--report-dir", "/proc/nowhere"), "Name another folder with --report-dir"),
        (("--base-url", "ftp://host"), "base_url"),
        (("--no-such-option",), "No such option"),
    ],
)
def test_usage_errors_say_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    ended = relaycert(tmp_path, *inline("http://127.0.0.1:9/v1"), *arguments)
    assert says in told(ended)
    assert ended.returncode == 2


def test_an_unknown_selection_is_a_slip_however_many_processes_judge(
    tmp_path: Path,
) -> None:
    arguments = (*inline("http://127.0.0.1:9/v1"), "--select", "chat.nothing")
    ended = relaycert(tmp_path, *arguments, "--", "-n", "2")
    assert "matches no requirement" in told(ended)
    assert ended.returncode == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("profile = ", "cannot be read as TOML"),
        ('profile = "openai"', "'base_url' is a required property"),
        (
            'base_url = "http://x/v1"\nprofile = "openai"\nkey = "sk-1"',
            "'key' was unexpected",
        ),
        (
            'base_url = "http://127.0.0.1:9/v1"\nprofile = "openai"\n[[waiver]]\n'
            'requirement = "chat.gone"\nreason = "r"\nuntil = 2099-01-01',
            "the waiver names 'chat.gone', which is no requirement",
        ),
    ],
)
def test_broken_target_files_are_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "my.toml").write_text(text)
    ended = relaycert(tmp_path, "run", "--target", "my.toml")
    assert says in told(ended)
    assert "my" in told(ended)
    assert ended.returncode == 2


def test_options_that_would_be_ignored_are_refused(tmp_path: Path) -> None:
    ended = relaycert(tmp_path, "run", "--model", "reference-chat")
    assert "--model goes with --base-url" in told(ended)
    assert ended.returncode == 2


def test_a_missing_target_file_is_named(tmp_path: Path) -> None:
    ended = relaycert(tmp_path, "run", "--target", "gone.toml")
    assert "gone.toml" in told(ended)
    assert ended.returncode == 2


def test_a_wrong_key_costs_one_request(tmp_path: Path) -> None:
    with serving(lambda _: reply_json({"error": {"message": "no"}}, 401)) as server:
        ended = relaycert(tmp_path, *inline(server.url))
    assert "refuses the key (401): check what TEST_KEY holds" in told(ended)
    assert ended.returncode == 3
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1:9/v1", "Is the relay running"),
        ("http://no-such-host.invalid/v1", "Check the base URL and the network"),
    ],
)
def test_a_dead_host_is_told_once(tmp_path: Path, url: str, says: str) -> None:
    ended = relaycert(tmp_path, *inline(url))
    assert told(ended).count(says) == 1
    assert ended.returncode == 3


def test_tls_to_a_plain_port_is_told(tmp_path: Path, relay: Relay) -> None:
    url = relay.base_url().replace("http:", "https:")
    ended = relaycert(tmp_path, *inline(url))
    assert "TLS failed" in told(ended)
    assert ended.returncode == 3


def test_a_spent_budget_leaves_the_run_incomplete(tmp_path: Path, relay: Relay) -> None:
    ended = relaycert(tmp_path, *inline(relay.base_url(), "--max-requests", "5"))
    assert "--max-requests 5" in told(ended)
    assert ended.returncode == 3
    assert requests_in(tmp_path) == 5


def test_a_used_report_folder_is_kept(tmp_path: Path, relay: Relay) -> None:
    first = relaycert(tmp_path, *inline(relay.base_url(), "--select", "models"))
    again = relaycert(tmp_path, *inline(relay.base_url(), "--select", "models"))
    assert first.returncode == 0
    assert "relaycert replay report" in told(again)
    assert again.returncode == 2


def test_an_interrupted_run_can_be_replayed(tmp_path: Path) -> None:
    settings = RelaySettings(key=KEY, bends=("latency=0.3",))
    with Relay(settings) as slow:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "conformance"),
                *inline(slow.base_url(), "--concurrency", "2"),
            ],
            cwd=tmp_path,
            env=os.environ | {"TEST_KEY": KEY},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=_heeds_interrupts,
        )
        _wait_until(lambda: requests_in(tmp_path) >= 4)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "Traceback" not in output
    kept = requests_in(tmp_path)
    assert kept >= 4
    replayed = relaycert(tmp_path, "replay", "report", "--report-dir", "again")
    assert replayed.returncode == 3
    report = json.loads((tmp_path / "again" / "report.json").read_text())
    assert any(v["verdict"] == "pass" for v in report["verdicts"])


def test_a_full_disk_keeps_what_was_recorded(tmp_path: Path, relay: Relay) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    ended = processes.completed(
        (sys.executable, "-m", "conformance", *inline(relay.base_url())),
        tmp_path,
        {"TEST_KEY": KEY},
        before=small_files,
    )
    assert re.search("cannot be written", told(ended))
    assert ended.returncode == 3
    assert requests_in(tmp_path) > 0
    replayed = relaycert(tmp_path, "replay", "report", "--report-dir", "again")
    assert replayed.returncode == 3


def _heeds_interrupts() -> None:
    # A shell that runs the tests in the background has them ignored.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_until(happened: Callable[[], bool]) -> None:
    limit = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < limit
        time.sleep(0.05)
