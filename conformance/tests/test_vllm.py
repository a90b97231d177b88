"""vLLM's server, as it was seen: blamed for less by its own contract than by OpenAI's.

What is reported was read by hand. OpenAI's document has each refusal otherwise;
vLLM's has none of them, and its contract expects what was seen of it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.plugin.embedded import Embedded
from conformance.tests.packaged import SUITE
from conformance.tests.processes import relaycert
from conformance.tests.vllm_stand_in import COMPLETIONS_MODEL, KEY, MODEL, vllm

pytestmark = pytest.mark.process

# By OpenAI's document a refused key has an `error` with a message: vLLM's is a bare
# text. Requests without a model, with an unknown role, and for 129 choices are refused
# there, and served here.
BY_OPENAI = {
    ("MUST", "errors.envelope"): {
        "auth/chat-no-key",
        "auth/chat-wrong-key",
        "auth/completions-empty-key",
    },
    ("SHOULD", "errors.chat.refused"): {
        "errors/chat/no-model",
        "errors/chat/unknown-role",
    },
    ("SHOULD", "generated.refused"): {
        "generated/chat-refused",
        "generated/completions-refused",
    },
}


@pytest.fixture(scope="module")
def relay() -> Iterator[Embedded]:
    """The reference relay."""
    relay = Embedded.start(["openai"], SUITE)
    yield relay
    relay.stop()


def violations(
    relay: Embedded, folder: Path, profile: str, key: str = KEY
) -> dict[tuple[str, str], set[str]]:
    """The cases of each violated requirement, by level and id, of a run on it."""
    inner = relay.target("openai", SUITE)
    with vllm(inner.base_url, relay.access.key, key) as server:
        relaycert(
            folder,
            *("run", "--base-url", server.url, "--profile", profile),
            *(["--key-env", "MY_KEY"] if key else []),
            *("--model", f"chat={MODEL}"),
            *("--model", f"completions={COMPLETIONS_MODEL}"),
            *("--seed", "1", "--report-dir", "report"),
            env={"MY_KEY": key},
        )
    report: dict[str, Any] = json.loads((folder / "report/report.json").read_text())
    return {
        (verdict["level"], verdict["requirement"]): {
            item["case"] for item in verdict["items"] if item["outcome"] == "violated"
        }
        for verdict in report["verdicts"]
        if verdict["verdict"] == "violated"
    }


def test_it_is_blamed_for_nothing_by_its_own_contract(
    relay: Embedded, tmp_path: Path
) -> None:
    assert violations(relay, tmp_path, "vllm") == {}


def test_nor_where_no_key_was_set_up(relay: Embedded, tmp_path: Path) -> None:
    assert violations(relay, tmp_path, "vllm", key="") == {}


def test_it_is_blamed_for_what_openai_has_otherwise(
    relay: Embedded, tmp_path: Path
) -> None:
    assert violations(relay, tmp_path, "openai") == BY_OPENAI
