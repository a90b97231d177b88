"""A server with one model that answers to every name: nothing stays unexplained."""

import json
from pathlib import Path

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.processes import relaycert

pytestmark = pytest.mark.process

KEY = "sk-one-1234"


def test_a_server_that_answers_every_name_is_judged_to_the_end(tmp_path: Path) -> None:
    with Relay(RelaySettings(key=KEY)) as relay:
        ended = relaycert(
            tmp_path,
            *("run", "--base-url", relay.base_url("openai", "one-model")),
            *("--key-env", "MY_KEY", "--model", "chat=reference-chat"),
            *("--select", "chat,errors,models", "--report-dir", "report"),
            env={"MY_KEY": KEY},
        )
    report = json.loads((tmp_path / "report/report.json").read_text())
    verdicts = {v["requirement"]: v["verdict"] for v in report["verdicts"]}
    assert "violated" not in verdicts.values()
    assert verdicts["errors.unknown-model.refused"] == "inconclusive"
    assert verdicts["errors.unknown-model.status"] == "not-tested"
    assert ended.returncode == 0
