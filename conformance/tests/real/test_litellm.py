"""LiteLLM, judged for real: what is reported at MUST level was read by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.tests.real.installed import TARGETS
from conformance.tests.real.litellm import KEY, litellm

# The pinned version, answering by itself. Each line says why the report is true.
TRUE_VIOLATIONS = json.loads(Path(__file__).with_name("litellm.json").read_text())
# What OpenAI's contract calls a violation and LiteLLM's own does not, with what its
# error reference says of it, or what was seen where it says nothing.
ALLOWED_BY_ITS_OWN = json.loads(
    Path(__file__).with_name("litellm-allows.json").read_text()
)
OPENAI, OWN = "openai", "litellm"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The reports of a run on LiteLLM under each of two contracts."""
    folder = tmp_path_factory.mktemp("litellm")
    with litellm(TARGETS / "litellm") as url:
        return {profile: _judged(url, profile, folder) for profile in (OPENAI, OWN)}


def _judged(url: str, profile: str, folder: Path) -> dict[str, Any]:
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "conformance", "run", "--base-url", url),
            *("--profile", profile, "--key-env", "LITELLM_KEY"),
            *("--model", "reference-chat", "--report-dir", profile),
        ],
        cwd=folder,
        env=os.environ | {"LITELLM_KEY": KEY},
        check=False,
    )
    report: dict[str, Any] = json.loads((folder / profile / "report.json").read_text())
    return report | {"ended": ended.returncode}


def violated(report: dict[str, Any], *levels: str) -> set[str]:
    """The requirements of these levels that a report calls violated."""
    return {
        v["requirement"]
        for v in report["verdicts"]
        if v["verdict"] == "violated" and v["level"] in levels
    }


@pytest.mark.parametrize("profile", [OPENAI, OWN])
def test_it_is_judged_to_the_end(
    judged: dict[str, dict[str, Any]], profile: str
) -> None:
    assert judged[profile]["ended"] == 1
    assert not [v for v in judged[profile]["verdicts"] if v["lack"] == "lost"]


def test_every_violation_at_must_level_is_a_true_one(
    judged: dict[str, dict[str, Any]],
) -> None:
    assert violated(judged[OPENAI], "MUST") == set(TRUE_VIOLATIONS)


def test_its_own_contract_allows_what_its_pages_say(
    judged: dict[str, dict[str, Any]],
) -> None:
    """It is blamed for less, and for nothing that OpenAI's contract does not blame."""
    there, here = (violated(judged[p], "MUST", "SHOULD") for p in (OPENAI, OWN))
    assert there - here == set(ALLOWED_BY_ITS_OWN)
    assert here - there == set()
    assert violated(judged[OWN], "MUST") < violated(judged[OPENAI], "MUST")
