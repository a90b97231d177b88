"""A run that did not end goes on, and sends nothing again that is recorded."""

import json
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from conformance.cli.verify.verify import verified
from conformance.core.verdict import ExitCode
from conformance.formats.unfinished import UNFINISHED
from conformance.tests.killed import KEY, Moment, started
from conformance.tests.processes import Completed, relaycert
from conformance.tests.server import Heard, Part, Server, reply_json, serving

pytestmark = pytest.mark.process

MODELS = {"object": "list", "data": [{"id": "m", "object": "model", "created": 1}]}


def slow(heard: Heard) -> Iterator[Part]:
    """A list of models for everything, after a while."""
    yield 0.02
    yield from reply_json(MODELS if "/models" in heard.path else {"error": {}}, 200)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(slow) as running:
        yield running


def run(folder: Path, server: Server, *more: str) -> Completed:
    """Judge a part of what the server does, one request after the other."""
    return relaycert(
        folder,
        *("run", "--base-url", server.url, "--key-env", "TEST_KEY", "--model", "m"),
        *("--select", "models,errors", "--examples", "0", "--concurrency", "1", *more),
        env={"TEST_KEY": KEY},
    )


def again(folder: Path, *more: str, key: str = KEY) -> Completed:
    """Go on with the run in `report`."""
    return relaycert(
        folder,
        *(
            "run",
            "--resume",
            "report",
            "--select",
            "models,errors",
            "--examples",
            "0",
            *more,
        ),
        env={"TEST_KEY": key},
    )


def recordings(folder: Path) -> Mapping[str, bytes]:
    """The exchanges that a report keeps, file by file."""
    files = (folder / "report" / "recordings").rglob("*.json")
    contents = {str(path): path.read_bytes() for path in files}
    return {p: c for p, c in contents.items() if json.loads(c).get("exchanges")}


def exchanges(kept: Mapping[str, bytes]) -> int:
    """How many exchanges recordings hold."""
    return sum(len(json.loads(content)["exchanges"]) for content in kept.values())


def test_what_a_budget_left_out_is_sent(server: Server, tmp_path: Path) -> None:
    (whole := tmp_path / "whole").mkdir()
    run(whole, server, "--report-dir", "report")
    number = len(server.heard)
    assert number > 6
    server.heard.clear()
    run(tmp_path, server, "--report-dir", "report", "--max-requests", "3")
    assert len(server.heard) == 3
    kept = recordings(tmp_path)
    ended = again(tmp_path)
    assert len(server.heard) == number, ended.stderr
    now = recordings(tmp_path)
    assert len(now) == len(recordings(whole)) > len(kept) > 0
    assert {path: now[path] for path in kept} == kept
    assert verified(tmp_path / "report", None).exit_code is ExitCode.CONFORMANT


def test_a_killed_run_goes_on(server: Server, tmp_path: Path) -> None:
    process = started(tmp_path / "report", server.url, "--concurrency", "1")
    Moment("recordings/*/models/*.json", 0.1).wait(tmp_path / "report", process)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    kept = recordings(tmp_path)
    server.heard.clear()
    ended = again(tmp_path, "--model", "reference-chat", "--base-url", server.url)
    assert "the run was begun on another target" in ended.stderr
    assert ended.returncode == 2
    assert not server.heard
    ended = again(tmp_path)
    assert ended.returncode in (0, 1), ended.stderr
    assert server.heard
    assert not (tmp_path / "report" / UNFINISHED).exists()
    now = recordings(tmp_path)
    assert {path: now[path] for path in kept} == kept
    assert exchanges(kept) > 0
    assert len(server.heard) == exchanges(now) - exchanges(kept)


def test_a_whole_run_that_goes_on_sends_nothing(server: Server, tmp_path: Path) -> None:
    first = run(tmp_path, server, "--report-dir", "report")
    server.heard.clear()
    second = again(tmp_path)
    assert (second.returncode, server.heard) == (first.returncode, [])


def test_a_wrong_key_costs_no_more_than_one_case(tmp_path: Path) -> None:
    def script(heard: Heard) -> Iterator[Part]:
        wrong = "other" in heard.headers.get("authorization", "")
        yield from reply_json({"error": {}}, 401) if wrong else slow(heard)

    with serving(script) as server:
        run(tmp_path, server, "--report-dir", "report", "--max-requests", "3")
        server.heard.clear()
        ended = again(tmp_path, key="sk-other0123456789")
        said = " ".join(ended.stdout.split())
        assert "the target refuses the key (401)" in said
        assert 1 <= len(server.heard) <= 4  # as finding out a manner may
        assert all(
            b'"status": 401' not in kept for kept in recordings(tmp_path).values()
        )


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--report-dir", "other"), "goes without --report-dir"),
        (("--seed", "5"), "another target (generated)"),
        (("--base-url", "http://127.0.0.1:9/v1", "--model", "m"), "was begun on"),
    ],
)
def test_going_on_with_something_else_is_refused(
    server: Server, tmp_path: Path, more: tuple[str, ...], says: str
) -> None:
    run(tmp_path, server, "--report-dir", "report", "--max-requests", "2")
    server.heard.clear()
    ended = again(tmp_path, *more)
    assert says in " ".join(ended.stderr.split())
    assert (ended.returncode, server.heard) == (2, [])


def test_going_on_with_other_requirements_is_refused(
    server: Server, tmp_path: Path
) -> None:
    run(tmp_path, server, "--report-dir", "report", "--max-requests", "2")
    path = tmp_path / "report" / "run.json"
    path.write_text(path.read_text().replace("sha256:", "sha256:0"))
    ended = again(tmp_path)
    assert "with other requirements than" in " ".join(ended.stderr.split())
    assert ended.returncode == 2


def test_headers_are_not_kept(server: Server, tmp_path: Path) -> None:
    limits = ("--report-dir", "report", "--max-requests", "2")
    run(tmp_path, server, "--header", "X-Org: canary-0123456789", *limits)
    noted = (tmp_path / "report" / "run.json").read_text()
    assert "canary" not in noted
    ended = again(tmp_path)
    assert "(X-Org). Name the target again" in " ".join(ended.stderr.split())
    assert ended.returncode == 2


def test_there_has_to_be_a_run(tmp_path: Path) -> None:
    ended = again(tmp_path)
    assert "holds no run to go on with" in " ".join(ended.stderr.split())
    assert ended.returncode == 2
