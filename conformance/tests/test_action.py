"""The GitHub action's own steps, run as GitHub would run them."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.cli import init
from conformance.relay import Relay, RelaySettings
from conformance.tests.processes import Completed, completed

pytestmark = pytest.mark.process

KEY = "sk-canary-of-the-action-0123456789"
ACTION: Mapping[str, Any] = yaml.safe_load(init.action())
STEPS = {step.get("name", step.get("uses")): step for step in ACTION["runs"]["steps"]}
_VALUE = re.compile(r"\$\{\{ (inputs|steps)\.([\w-]+)(?:\.outputs\.([\w-]+))? \}\}")


@dataclass(slots=True)
class Job:
    """A job that uses the action in a folder of its own."""

    folder: Path
    given: Mapping[str, str]
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    def step(self, name: str) -> Completed:
        """Run one step of the action, and keep what it puts out."""
        step = STEPS[name]
        output = self.folder / "output"
        output.write_text("", "utf-8")
        ended = completed(
            ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]),
            self.folder,
            {key: self._filled(text) for key, text in step["env"].items()}
            | {
                "RELAY_KEY": KEY,
                "RUNNER_TEMP": str(self.folder / "temp"),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            },
        )
        lines = output.read_text("utf-8").splitlines()
        pairs = (line.partition("=") for line in lines)
        self.outputs[step.get("id", name)] = {name: value for name, _, value in pairs}
        return ended

    @property
    def summary(self) -> str:
        """What the job's summary shows."""
        return (self.folder / "summary.md").read_text("utf-8")

    def _filled(self, text: str) -> str:
        return _VALUE.sub(self._value, text)

    def _value(self, found: re.Match[str]) -> str:
        kind, name, output = found.groups()
        if kind == "steps":
            return self.outputs.get(name, {}).get(output, "")
        return self.given.get(name, str(ACTION["inputs"][name]["default"]))


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Relay(RelaySettings(key=KEY)) as running:
        yield running


def a_job(folder: Path, *, scripts: str = "bin", **given: str) -> Job:
    """A job whose runner has the suite installed where the action would."""
    installed = folder / "temp" / "relaycert" / scripts / "relaycert"
    installed.parent.mkdir(parents=True)
    installed.write_text(f'#!/bin/sh\nexec {sys.executable} -m conformance "$@"\n')
    installed.chmod(0o755)
    return Job(folder, {name.replace("_", "-"): text for name, text in given.items()})


def a_judging_job(folder: Path, url: str, *, scripts: str = "bin", **given: str) -> Job:
    told = {
        "base_url": url,
        "model": "chat=reference-chat\ncompletions=gpt-3.5-turbo-instruct\n",
        "key_env": "RELAY_KEY",
        "select": "chat.stream.done,chat.stream.one-id",
        "level": "must",
    }
    return a_job(folder, scripts=scripts, **(told | given))


@pytest.mark.parametrize("scripts", ["bin", "Scripts"])
def test_a_conformant_relay_passes(tmp_path: Path, relay: Relay, scripts: str) -> None:
    job = a_judging_job(tmp_path, relay.base_url(), scripts=scripts)
    judged = job.step("Judge")
    assert job.outputs["judge"] == {"exit-code": "0"}, judged.stdout + judged.stderr
    assert job.step("Write the job's summary").returncode == 0
    assert "# relaycert" in job.summary
    assert job.step("Decide").returncode == 0


def test_a_violation_fails_after_the_summary_is_written(
    tmp_path: Path, relay: Relay
) -> None:
    job = a_judging_job(tmp_path, relay.base_url("stream-no-done"))
    assert job.step("Judge").returncode == 0  # what follows is still to be done
    job.step("Write the job's summary")
    assert "chat.stream.done" in job.summary
    assert KEY not in job.summary
    assert job.step("Decide").returncode == 1


def test_against_a_baseline_only_what_got_worse_fails(
    tmp_path: Path, relay: Relay
) -> None:
    (tmp_path / "old").mkdir()
    earlier = a_judging_job(tmp_path / "old", relay.base_url("stream-no-done"))
    earlier.step("Judge")
    baseline = str(tmp_path / "old" / "relaycert-report")
    decided = {}
    for bend in ("stream-no-done", "stream-no-done+stream-id-per-chunk"):
        (tmp_path / bend).mkdir()
        url = relay.base_url(*bend.split("+"))
        job = a_judging_job(tmp_path / bend, url, baseline=baseline, fail_on="worse")
        job.step("Judge")
        compared = job.step("Compare")
        assert job.summary, compared.stderr
        decided[bend] = job.step("Decide").returncode
    assert list(decided.values()) == [0, 1]


@pytest.mark.parametrize(
    ("judged", "compared", "given", "expected"),
    [
        ("0", "", {}, 0),
        ("1", "", {}, 1),
        ("2", "", {}, 2),
        ("3", "0", {"baseline": "old", "fail_on": "worse"}, 3),
        ("1", "0", {"baseline": "old", "fail_on": "worse"}, 0),
        ("1", "0", {"baseline": "old"}, 1),
        ("0", "1", {"baseline": "old"}, 1),
        ("1", "2", {"baseline": "old", "fail_on": "worse"}, 2),
        ("1", "", {"fail_on": "worse"}, 2),
        ("0", "", {"fail_on": "never"}, 2),
    ],
)
def test_the_decision_is_the_worst_that_counts(
    tmp_path: Path, judged: str, compared: str, given: dict[str, str], expected: int
) -> None:
    job = a_job(tmp_path, **given)
    job.outputs = {
        "judge": {"exit-code": judged},
        "compare": {"exit-code": compared} if compared else {},
    }
    assert job.step("Decide").returncode == expected


def test_nothing_to_judge_is_told(tmp_path: Path) -> None:
    job = a_job(tmp_path)
    assert "Name what to judge" in job.step("Judge").stdout
    assert job.step("Decide").returncode == 2


def test_inputs_are_no_commands(tmp_path: Path) -> None:
    job = a_job(tmp_path, target="$(touch broken)\n; touch broken", select="`touch x`")
    job.step("Judge")
    assert job.outputs["judge"] == {"exit-code": "2"}
    assert {path.name for path in tmp_path.iterdir()} == {"temp", "output"}


def test_the_key_is_no_input_and_nothing_is_cached() -> None:
    assert not {"key", "api-key", "token", "cache"} & set(ACTION["inputs"])
    uses = [step["uses"] for step in STEPS.values() if "uses" in step]
    assert {name.split("@")[0] for name in uses} == {
        "actions/setup-python",
        "actions/upload-artifact",
    }
    assert "cache" not in STEPS[uses[0]].get("with", {})
