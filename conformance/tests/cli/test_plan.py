"""What a plan reckons is what a run then counts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.processes import relaycert

pytestmark = pytest.mark.process

KEY = {"MY_KEY": "sk-relaycert-planned-0123456789"}
ROW = re.compile(r"planned +\d+ +(\d+) +~(\d+) +(\d+)")
THINKING = re.compile(r"thinks: (\d+) requests, ~(\d+) prompt tokens, (\d+) tokens")
FIGURES = ("requests", "prompt_tokens", "completion_tokens")


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Relay(RelaySettings(key=KEY["MY_KEY"])) as running:
        yield running


def figures(pattern: re.Pattern[str], text: str) -> dict[str, int]:
    """Requests, prompt tokens, and completion tokens at most."""
    line = pattern.search(text)
    assert line is not None, text
    return dict(zip(FIGURES, map(int, line.groups()), strict=True))


def planned_and_counted(
    model: str, relay: Relay, folder: Path
) -> tuple[str, dict[str, Any]]:
    """What `plan` prints of a model of the relay, and what a run counts."""
    (folder / "relaycert.toml").write_text(
        f'name = "planned"\nbase_url = "{relay.base_url("openai")}"\n'
        f'profile = "openai"\nkey_env = "MY_KEY"\n[models]\nchat = "{model}"\n'
    )
    options = ("--target", "relaycert.toml")
    text = relaycert(folder, "plan", *options, env=KEY).stdout
    ended = relaycert(folder, "run", *options, "--report-dir", "report", env=KEY)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (target,) = json.loads((folder / "report" / "report.json").read_text())["targets"]
    return text, target["usage"]


def test_a_plan_is_right_for_an_ordinary_model(tmp_path: Path, relay: Relay) -> None:
    text, counted = planned_and_counted("reference-chat", relay, tmp_path)
    planned = figures(ROW, text)
    for name in ("requests", "prompt_tokens"):
        assert planned[name] == pytest.approx(counted[name], rel=0.2), name
    assert planned["completion_tokens"] >= counted["completion_tokens"] > 0


@pytest.mark.parametrize("model", ["thinker-o", "thinker-tags", "thinker-deepseek"])
def test_a_plan_is_never_below_for_a_model_that_thinks(
    model: str, tmp_path: Path, relay: Relay
) -> None:
    text, counted = planned_and_counted(model, relay, tmp_path)
    planned = figures(THINKING, text)
    assert {n: c for n in FIGURES if (c := counted[n]) > planned[n]} == {}
