"""The reference relay keeps every contract: what its profile says, and nothing less."""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.tests.invented_profile import invented
from conformance.tests.packaged import SUITE
from conformance.tests.processes import relaycert

pytestmark = pytest.mark.process
# Whatever else a contract has: these are always there to be judged.
_ALWAYS = ("errors.no-5xx", "http.whole", "security.own-answer")


def judged(folder: Path, profile: str) -> dict[str, Any]:
    """The report of a run on the reference relay under a profile."""
    options = ("--reference", "--profile", profile, "--report-dir", "report")
    ended = relaycert(folder, "run", *options)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-1000:]
    report: dict[str, Any] = json.loads((folder / "report/report.json").read_text())
    return report


def looked_at(report: dict[str, Any]) -> dict[str, str]:
    """The verdicts of a report on one target, by requirement."""
    return {row["requirement"]: row["verdict"] for row in report["verdicts"]}


def check(report: dict[str, Any]) -> None:
    """All that applies was looked at, and no MUST is violated."""
    (target,) = report["targets"]
    verdicts = looked_at(report)
    assert target["conformant"] is True
    assert "not-tested" not in verdicts.values()
    assert "inconclusive" not in verdicts.values()
    assert {verdicts[id] for id in _ALWAYS} == {"pass"}


@pytest.mark.parametrize("name", SUITE.profiles)
def test_a_packaged_contract_is_kept(tmp_path: Path, name: str) -> None:
    report = judged(tmp_path, name)
    check(report)
    verdicts = looked_at(report)
    for capability in SUITE.profiles[name].required:
        if f"{capability}.accepted" in verdicts:
            assert verdicts[f"{capability}.accepted"] == "pass", capability


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_contract_that_nobody_has_is_kept(tmp_path: Path, seed: int) -> None:
    check(judged(tmp_path, invented(tmp_path, seed).name))
