"""Allure's own command line, reading what a run tells it."""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests import runs
from conformance.tests.real.installed import TARGETS, call, npm

PINNED = "allure@3.18.0"
SELECTED = "chat.stream.done,chat.stream.role,upstream.once,chat.logprobs"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def allure() -> Path:
    """The pinned command line, installed once."""
    return npm(TARGETS / "allure", PINNED) / ".bin" / "allure"


@pytest.fixture(scope="module")
def generated(allure: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Allure's report on two targets with the same fault, one with a waiver."""
    folder = tmp_path_factory.mktemp("allure")
    with Relay(RelaySettings(key=runs.KEY)) as relay:
        url = relay.base_url("openai", "stream-no-done")
        bent = runs.write_target(folder, "bent", url)
        waived = runs.write_target(folder, "waived é=", url, runs.WAIVER)
        targets = ("--target", bent, "--target", waived)
        assert runs.run(folder, *targets, "--select", SELECTED, "--") == 1
    made = folder / "made"
    config = folder / "allure" / "allurerc.json"
    call(allure, "generate", "allure", "-o", made, "--config", config, cwd=folder)
    return made


def _widget(generated: Path, name: str) -> Any:
    return json.loads((generated / "widgets" / name).read_text("utf-8"))


def _results(generated: Path) -> list[dict[str, Any]]:
    paths = (generated / "data" / "test-results").glob("*.json")
    return [json.loads(path.read_text("utf-8")) for path in paths]


def test_the_environment_is_read(generated: Path) -> None:
    told = {
        row["name"]: row["values"][0]
        for row in _widget(generated, "allure_environment.json")
    }
    assert told["bent: verdict"].endswith("judged, 1 cause, 1 MUST violated")
    assert told["waived é=: base URL"].startswith("http://127.0.0.1:")


def test_what_has_no_status_is_told_apart(generated: Path) -> None:
    offered = _widget(generated, "tree-filters.json")
    assert {"MUST", "SHOULD", "violated", "waived", "not-tested"} <= set(
        offered["tags"]
    )
    assert {"MUST violated", "Waived", "Not tested"} <= set(offered["categories"])
    assert "Defect of the suite" not in offered["categories"]


def test_each_result_is_in_its_category(generated: Path) -> None:
    verdicts = {"pass": [], "waived": ["Waived"], "not-tested": ["Not tested"]}
    for result in _results(generated):
        (verdict,) = runs.labels(result, "verdict")
        (level,) = runs.labels(result, "level")
        named = [row["name"] for row in result["categories"]]
        assert named == verdicts.get(verdict, [f"{level} {verdict}"]), result["name"]


def test_each_result_has_its_place_and_its_exchange(generated: Path) -> None:
    found = _results(generated)
    assert len(found) == len({one["historyId"] for one in found}) > 10
    for one in found:
        assert one["breadcrumbs"] == [
            [
                *runs.labels(one, "target"),
                *runs.labels(one, "area"),
                *runs.labels(one, "requirement"),
            ]
        ]
    failed = next(one for one in found if one["status"] == "failed")
    shown = [step["link"]["name"] for step in failed["steps"] if "link" in step]
    sent, came, line = shown
    assert (sent.split(": ")[1], came.split(": ")[1]) == ("request", "response")
    assert line == "curl"
