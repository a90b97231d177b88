"""LiteLLM, judged for real: what is reported at MUST level was read by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.tests.real.installed import TARGETS
from conformance.tests.real.litellm import KEY, Died, litellm

# The pinned version, answering by itself. Each line says why the report is true.
TRUE_VIOLATIONS = json.loads(Path(__file__).with_name("litellm.json").read_text())

pytestmark = pytest.mark.real


# A run in which it crashes says nothing about how it answers.
_TRIES = 3


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of one run on LiteLLM, in which it was there to the end."""
    for _ in range(_TRIES):
        try:
            return _judged(tmp_path_factory.mktemp("litellm"))
        except Died as crash:
            last = crash
    raise last


def _judged(folder: Path) -> dict[str, Any]:
    with litellm(TARGETS / "litellm") as url:
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "conformance", "run", "--base-url", url),
                *("--key-env", "LITELLM_KEY", "--model", "reference-chat"),
                *("--report-dir", "report"),
            ],
            cwd=folder,
            env=os.environ | {"LITELLM_KEY": KEY},
            check=False,
        )
    report: dict[str, Any] = json.loads((folder / "report/report.json").read_text())
    return report | {"ended": ended.returncode}


def test_it_is_judged_to_the_end(judged: dict[str, Any]) -> None:
    assert judged["ended"] == 1
    assert not [v for v in judged["verdicts"] if v["lack"] == "lost"]


def test_every_violation_at_must_level_is_a_true_one(judged: dict[str, Any]) -> None:
    found = {
        v["requirement"]
        for v in judged["verdicts"]
        if v["verdict"] == "violated" and v["level"] == "MUST"
    }
    assert found == set(TRUE_VIOLATIONS)
