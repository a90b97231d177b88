"""A model that nobody here made thinks: asked as it wants to be, it is blameless."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from conformance.inputs.manner import NEW_CAP, Manner
from conformance.plugin.embedded import Embedded
from conformance.selftest.nowhere import Nowhere
from conformance.sending.manners import MANNER, manner_for
from conformance.sending.recorder import Recorder
from conformance.tests.packaged import SUITE
from conformance.tests.processes import relaycert
from conformance.tests.thinking_proxy import REFUSED, WORDINGS, Wording, thinking


@pytest.fixture(scope="module")
def relay() -> Iterator[Embedded]:
    """The reference relay."""
    relay = Embedded.start(["openai"], SUITE)
    yield relay
    relay.stop()


def manner_in(relay: Embedded, wording: Wording) -> Manner:
    """How a model is asked whose refusals are put in these words."""
    target = replace(relay.target("openai", SUITE), claims=())
    with thinking(target.base_url, wording) as proxy:
        behind = replace(target, base_url=proxy.url)
        recorder = Recorder.of(behind, Nowhere(), SUITE)
        recorder.start([MANNER])
        manner = manner_for(behind, recorder.get)
        recorder.finish()
    return manner


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
def test_the_manner_is_the_same_however_a_refusal_is_put(
    relay: Embedded, wording: Wording
) -> None:
    manner = manner_in(relay, wording)
    assert (manner.cap, manner.temperature, manner.effort) == (NEW_CAP, False, "")
    assert manner.thinks
    assert manner.hidden
    assert manner.refused == ("max_tokens", "temperature")


@pytest.fixture(scope="module")
def report(relay: Embedded, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of a run on the proxy."""
    folder = tmp_path_factory.mktemp("proxy")
    target = relay.target("openai", SUITE)
    with thinking(target.base_url) as proxy:
        ended = relaycert(
            folder,
            *("run", "--base-url", proxy.url, "--key-env", "MY_KEY"),
            *("--model", f"chat={target.models['chat']}", "--select", "chat"),
            *("--report-dir", "report"),
            env={"MY_KEY": target.key()},
        )
    written: dict[str, Any] = json.loads((folder / "report/report.json").read_text())
    return written | {"ended": ended.returncode}


@pytest.mark.process
def test_a_model_that_thinks_is_blamed_for_nothing(report: dict[str, Any]) -> None:
    assert [v for v in report["verdicts"] if v["verdict"] == "violated"] == []
    assert report["ended"] == 0


def of(report: dict[str, Any], verdict: str) -> dict[str, str]:
    """The messages of the requirements with a verdict, by their ids."""
    rows = [v for v in report["verdicts"] if v["verdict"] == verdict]
    return {row["requirement"]: row["message"] for row in rows}


@pytest.mark.process
def test_a_refused_field_hides_nothing_but_what_is_about_it(
    report: dict[str, Any],
) -> None:
    judged, left = of(report, "pass"), of(report, "not-applicable")
    hidden = [id for id in left if not id.startswith("chat.reasoning.")]
    assert len(judged) > 5 * len(hidden)
    assert {
        "chat.formats.accepted",
        "chat.max-completion-tokens",
        "chat.n",
        "chat.stream.equals-json",
        "chat.stream.usage",
        "chat.tools.finish",
        "chat.usage.adds-up",
        "chat.vision.accepted",
    } <= judged.keys()
    assert {"chat.max-tokens", "chat.stop", "chat.logprobs"} <= left.keys()


@pytest.mark.process
def test_what_is_not_applicable_names_the_refused_field(
    report: dict[str, Any],
) -> None:
    # No thought is shown that could be judged; and the relay answers all at once.
    other = ("chat.reasoning.", "chat.stream.incremental")
    unnamed = {
        id: message
        for id, message in of(report, "not-applicable").items()
        if not id.startswith(other) and not any(name in message for name in REFUSED)
    }
    assert unnamed == {}
