"""The main job, as a user runs it: judge, report, replay, in several processes."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.formats.schema import first_error
from conformance.inputs.stimulus import GeneratedRequests
from conformance.relay import Relay, RelaySettings
from conformance.tests.packaged import SUITE
from conformance.tests.processes import Completed, python, relaycert

pytestmark = pytest.mark.process

KEY = 'sk-canary/"quoted"<&>+0123456789'


def command(folder: Path, *arguments: str) -> Completed:
    """Run `relaycert` with the key in its environment."""
    return relaycert(folder, *arguments, env={"MY_KEY": KEY})


def plain_pytest(folder: Path, *arguments: str) -> Completed:
    """Run pytest on the installed requirements, without the checkout's settings."""
    return python(
        folder,
        *("-m", "pytest", "--pyargs", "conformance.requirements", "-c", os.devnull),
        *("-p", "conformance.plugin", "-p", "no:cacheprovider"),
        *("--import-mode=importlib", *arguments),
    )


def report_of(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "report.json").read_text())
    return read


# What they say hangs on how busy the machine is: a text that is made at once is too
# fast to judge, and one that this very machine slows down is not; a task that is over
# when it is first asked for shows no course.
TIMED = (
    "chat.stream.incremental",
    "midjourney.task.forward",
    "midjourney.task.progress-order",
)
# The cap of a model that thinks leaves room for hidden tokens: a text ends before
# it comes to that cap.
UNTOLD_OF_THINKERS = ("chat.stream.max-tokens", "chat.usage-every-choice")


def verdicts(report: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(v["target"], v["requirement"]): v["verdict"] for v in report["verdicts"]}


def steady(report: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The verdicts that two runs of the same requests have to agree about."""
    return {key: v for key, v in verdicts(report).items() if key[1] not in TIMED}


def costs(report: dict[str, Any]) -> dict[str, dict[str, float]]:
    """What judging each target cost, but for the time."""
    return {t["name"]: t["usage"] | {"seconds": 0} for t in report["targets"]}


def sent(folder: Path) -> list[str]:
    """What was sent, from the recordings; a task that is polled counts once."""
    polled = {s.name for case in SUITE.cases.values() for s in case.steps if s.poll}
    rows = []
    for path in sorted((folder / "recordings").glob("*/*/**/*.json")):
        for exchange in json.loads(path.read_text()).get("exchanges", ()):
            row = f"{path.relative_to(folder)} {exchange['step']}"
            if exchange["step"] not in polled or row not in rows:
                rows.append(row)
    return rows


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Relay(RelaySettings(key=KEY)) as running:
        yield running


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder in which the embedded relay has been judged once."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    ended = command(folder, "run", "--report-dir", "report")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (folder / "output.txt").write_text(ended.stdout)
    return folder


def test_all_profiles_are_conformant_on_the_embedded_relay(home: Path) -> None:
    targets = report_of(home / "report")["targets"]
    assert {t["name"]: t["conformant"] for t in targets} == dict.fromkeys(
        ("aitre", "modellss", "openai", "openai+thinker-5", "vmware-pais"), True
    )
    assert {t["name"] for t in targets if t["strict"]} >= {"openai"}


def test_vendors_miss_only_portability(home: Path) -> None:
    missed = {
        r
        for (_, r), v in verdicts(report_of(home / "report")).items()
        if v == "violated"
    }
    assert all(id.startswith("portability.") for id in missed), missed


def test_everything_that_applies_was_looked_at(home: Path) -> None:
    found = verdicts(report_of(home / "report"))
    left = {key for key, v in found.items() if v in ("not-tested", "inconclusive")}
    assert left == {("openai+thinker-5", id) for id in UNTOLD_OF_THINKERS}


def test_the_report_matches_its_schema(home: Path) -> None:
    assert first_error(report_of(home / "report"), "own/report") is None


def test_all_files_of_the_report_are_there(home: Path) -> None:
    names = {path.name for path in (home / "report").iterdir()}
    assert names >= {"report.json", "report.md", "junit.xml", "recordings"}


def test_the_openai_text_set_is_small(home: Path) -> None:
    media = ("audio", "embeddings", "images")
    text = {
        name
        for name, case in SUITE.cases.items()
        if not (case.instrument or isinstance(case.stimulus, GeneratedRequests))
        and not any(need.startswith(media) for need in case.needs)
    }
    paths = {f"recordings/openai/{name}.json" for name in text}
    exchanges = [row for row in sent(home / "report") if row.split()[0] in paths]
    assert 0 < len(exchanges) <= 115


def test_the_summary_fits_80_columns(home: Path) -> None:
    lines = (home / "output.txt").read_text().splitlines()
    too_wide = [line for line in lines if len(line) > 80 and "curl" not in line]
    assert lines
    assert not too_wide


def test_a_replay_gives_the_same_verdicts(home: Path) -> None:
    ended = command(home, "replay", "report", "--report-dir", "again")
    assert ended.returncode == 0, ended.stdout
    assert verdicts(report_of(home / "again")) == verdicts(report_of(home / "report"))
    assert costs(report_of(home / "again")) == costs(report_of(home / "report"))
    assert not (home / "again" / "recordings").exists()


def test_workers_send_each_request_once(home: Path) -> None:
    ended = command(home, "run", "--report-dir", "parallel", "--", "-n", "4")
    assert ended.returncode == 0, ended.stdout
    assert sent(home / "parallel") == sent(home / "report")
    assert steady(report_of(home / "parallel")) == steady(report_of(home / "report"))


def test_plain_pytest_gives_the_same_verdicts(home: Path) -> None:
    ended = plain_pytest(
        home,
        *("--embedded", "--report-dir", "plain", "--alluredir", "allure"),
        *("-k", "chat"),
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    # What is generated may be judged on completions alone.
    plain = {
        k: v for k, v in steady(report_of(home / "plain")).items() if "chat" in k[1]
    }
    whole = steady(report_of(home / "report"))
    assert plain
    assert plain == {key: whole[key] for key in plain}
    for target in report_of(home / "plain")["targets"]:
        assert f"{target['name']}: {target['conclusion']}" in ended.stdout


def test_allure_results_are_labelled(home: Path) -> None:
    results = [
        json.loads(p.read_text()) for p in (home / "allure").glob("*-result.json")
    ]
    one = next(r for r in results if r["name"].startswith("chat.stream.done on "))
    labels = {label["name"]: label["value"] for label in one["labels"]}
    assert labels["epic"]
    assert labels["feature"] == "chat"
    assert labels["story"].startswith("chat.stream.done")
    assert labels["severity"] == "blocker"
    assert one["links"]
    assert list((home / "allure").glob("*-attachment.txt"))


def test_without_a_target_pytest_says_how_to_give_one(tmp_path: Path) -> None:
    ended = plain_pytest(tmp_path)
    assert ended.returncode == 4
    assert "Name a target" in ended.stdout + ended.stderr


def test_the_key_is_nowhere(tmp_path: Path, relay: Relay) -> None:
    url = relay.base_url("openai", "stream-no-done")
    ended = command(
        tmp_path,
        *("run", "--base-url", url, "--key-env", "MY_KEY", "--model", "reference-chat"),
        *("--report-dir", "report", "--", "--alluredir", "allure"),
    )
    assert ended.returncode == 1, ended.stdout
    assert "$MY_KEY" in ended.stdout or "${MY_KEY}" in ended.stdout
    written = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert len(written) > 50
    for path in written:
        assert b"sk-canary" not in path.read_bytes(), path
    assert "sk-canary" not in ended.stdout + ended.stderr


def test_a_plan_sends_nothing(tmp_path: Path) -> None:
    ended = command(tmp_path, "plan")
    assert ended.returncode == 0, ended.stderr
    assert "Nothing was sent." in ended.stdout
    assert not list(tmp_path.iterdir())


def test_a_waiver_accepts_a_violation_but_bars_certification(
    tmp_path: Path, relay: Relay
) -> None:
    url = relay.base_url("openai", "stream-no-done")
    write_target(tmp_path, url, "2099-12-31", "chat.stream.done")
    ended = command(
        tmp_path, "run", "--target=t.toml", "--report-dir=report", "--examples=0"
    )
    report = report_of(tmp_path / "report")
    assert ended.returncode == 0, ended.stdout
    assert verdicts(report)["t", "chat.stream.done"] == "waived"
    assert report["targets"][0]["conformant"] is False


def test_a_part_is_never_the_whole_in_any_form(tmp_path: Path, relay: Relay) -> None:
    write_target(
        tmp_path, relay.base_url("openai"), "2099-12-31", "audio.speech.format"
    )
    chosen = ("--report-dir", "r", "--select", "chat.stream.done,chat.stream.role")
    ended = command(tmp_path, "run", "--target", "t.toml", *chosen)
    [target] = report_of(tmp_path / "r")["targets"]
    said = f"2 of {target['scope']['whole']} judged, none violated"
    assert ended.returncode == 0, ended.stdout
    assert f"t: {said}" in ended.stdout
    assert (target["conformant"], target["state"]) == (None, "partial")
    for name in ("report.html", "report.md", "badge.json", "badge.svg", "junit.xml"):
        written = (tmp_path / "r" / name).read_text()
        assert said in written, name
        if name.startswith("badge"):
            assert "conformant" not in written
    again = command(tmp_path, "replay", "r", "--report-dir", "again")
    assert again.returncode == 0, again.stdout
    assert f"t: {said}" in again.stdout
    checked = command(tmp_path, "verify", "r")
    assert checked.returncode == 0, checked.stdout


def test_a_part_of_several_targets_is_verified_and_sends_little(tmp_path: Path) -> None:
    ended = command(tmp_path, "run", "--select", "models", "--report-dir", "r")
    assert ended.returncode == 0, ended.stdout
    targets = report_of(tmp_path / "r")["targets"]
    assert {t["state"] for t in targets} == {"partial"}
    assert all(0 < t["usage"]["requests"] < 8 for t in targets)
    assert len({t["usage"]["seconds"] for t in targets}) > 1
    checked = command(tmp_path, "verify", "r")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("until", "requirement"),
    [("2020-01-01", "chat.stream.done"), ("2099-12-31", "chat.accepted")],
    ids=["expired", "stale"],
)
def test_expired_and_stale_waivers_fail(
    tmp_path: Path, relay: Relay, until: str, requirement: str
) -> None:
    write_target(tmp_path, relay.base_url("openai"), until, requirement)
    ended = command(tmp_path, "run", "--target", "t.toml", "--select", "chat")
    assert ended.returncode == 1, ended.stdout


def write_target(folder: Path, url: str, until: str, requirement: str) -> None:
    (folder / "t.toml").write_text(
        f'base_url = "{url}"\nprofile = "openai"\nkey_env = "MY_KEY"\n'
        '[models]\nchat = "reference-chat"\n'
        f'[[waiver]]\nrequirement = "{requirement}"\n'
        f'reason = "known"\nuntil = {until}\n'
    )
