"""A contract of one's own whose wire parts from OpenAI's in every way there is."""

import json
from pathlib import Path

import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.processes import relaycert

KEY = {"MY_KEY": "sk-relaycert-harbour-0123456789"}
AUTH = """
[auth]
header = "x-key"
also = [
  { header = "Authorization", scheme = "Bearer" },
  { header = "x-other", scheme = "Token" },
]
public = ["models"]
"""
HARBOUR = f"""
extends = "openai"
title = "Harbour Relay handbook"
dated = "2026-11"
base_path = "/v1"
required_add = ["chat.stream-usage", "completions.stream-usage", "models.retrieve"]
{AUTH}
[statuses]
validation = [422]
context = [413]
overload = [529]

[envelopes]
default = "wire/error-flat"
no-key = "wire/error-text"
wrong-key = "wire/error-text"
unknown-path = "wire/error-detail"

[query]
chat = {{ edition = "2" }}

[stream]
usage = "last-chunk"
usage_unasked = "always"
preamble = true
annotations = true
comments = true
finish = "with-content"

[answers]
finish_reasons = ["aborted"]
echo_model = "same"

[reasoning]
fields = ["reasoning"]

[headers.expected]
x-edition = "v[0-9]+"

[settings]
models_list = "wire/model-list-undated"
"""
# What OpenAI's behaviour violates of it, where keys go as OpenAI has them.
OTHERWISE = {
    "chat.stream.unasked-usage",
    "chat.stream.usage-chunk",
    "completions.stream.unasked-usage",
    "completions.stream.usage-chunk",
    "errors.chat.status",
    "errors.envelope",
    "headers.expected",
}
WIRE = ("auth", "chat.stream", "completions.stream", "errors", "headers", "models")
pytestmark = pytest.mark.process


def endings(folder: Path, contract: str, *arguments: str) -> dict[str, str]:
    """How each requirement of the wire ends, by its id."""
    (folder / "harbour.toml").write_text(contract, "utf-8")
    run = relaycert(
        folder,
        *("run", *arguments, "--profile", "harbour.toml", "--report-dir", "report"),
        *("--select", ",".join(WIRE)),
        env=KEY,
    )
    report = folder / "report" / "report.json"
    assert report.is_file(), run.stdout + run.stderr
    verdicts = json.loads(report.read_bytes())["verdicts"]
    return {verdict["requirement"]: verdict["verdict"] for verdict in verdicts}


def test_the_reference_relay_keeps_it(tmp_path: Path) -> None:
    ends = endings(tmp_path, HARBOUR, "--reference")
    assert {id for id, how in ends.items() if how == "violated"} == set()
    stated = {
        "auth.other-form.accepted",
        "auth.other-form.wrong-key",
        "auth.public",
        *OTHERWISE,
    }
    assert {id: ends.get(id) for id in stated} == dict.fromkeys(stated, "pass")


def test_openais_own_behaviour_is_another(tmp_path: Path) -> None:
    contract = HARBOUR.replace(AUTH, "")
    with Relay(RelaySettings(key=KEY["MY_KEY"])) as relay:
        ends = endings(
            tmp_path,
            contract,
            *("--base-url", relay.base_url("openai"), "--key-env", "MY_KEY"),
            *("--model", "reference-chat"),
        )
    assert {id for id in OTHERWISE if ends.get(id) != "violated"} == set()
