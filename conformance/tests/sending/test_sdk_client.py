"""An ordinary client's journey: judged by what it makes of the answers."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest

from conformance.cli.plan import Plan
from conformance.core.exceptions import NotRecorded, Undecided
from conformance.core.exchange import Recording
from conformance.core.violation import Violation
from conformance.inputs.limits import GenerationSettings
from conformance.inputs.target import Target
from conformance.plugin import limits
from conformance.plugin.collection import keys_for
from conformance.plugin.flags import dest_of
from conformance.relay import Relay, RelaySettings
from conformance.sending.replay import _replay, save_target
from conformance.sending.sdk_client import SdkSession, journey_steps
from conformance.sending.session import TargetSession
from conformance.tests.helpers import KEY, KEY_ENV, a_target, quick
from conformance.tests.packaged import CATALOGUE, SUITE
from conformance.tests.server import Script, reply, reply_json, serving

CASE = SUITE.cases["clients/openai-python"]
STATED = {
    entry.id: entry for entry in CATALOGUE.entries if entry.id.startswith("clients.")
}
MODELS = {"chat": "reference-chat", "embeddings": "text-embedding-3-small"}
ALL = frozenset({"chat.stream", "chat.tools", "embeddings"})
BROKEN = [
    ("stream-by-default", "clients.chat"),
    ("stream-keepalive-as-data", "clients.stream"),
    ("stream-message-instead-of-delta", "clients.stream"),
    ("tool-args-object", "clients.tools"),
    ("tool-id-missing", "clients.tools"),
    ("emb-base64-refused-silently", "clients.embeddings"),
    ("err-200-body", "clients.errors"),
    ("auth-wrong-key-accepted", "clients.errors"),
]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Relay(RelaySettings(key=KEY)) as running:
        yield running


def at(url: str, **changes: Any) -> Target:
    """A target under OpenAI's contract."""
    return a_target(url, profile=SUITE.profiles["openai"], **changes)


def recorded(target: Target, offered: frozenset[str] = ALL) -> Recording:
    """What the client's journey through a target records."""
    post = TargetSession.to(target, threading.Event())
    try:
        return SdkSession(CASE, post, MODELS, offered).record()
    finally:
        post.close()


def violated(recording: Recording) -> set[str]:
    """The requirements that a journey shows to be violated."""
    found = set()
    for id, entry in STATED.items():
        given = {"recording": recording, "profile": SUITE.profiles["openai"]}
        names = entry.function.__code__.co_varnames[
            : entry.function.__code__.co_argcount
        ]
        try:
            entry.function(**{name: given[name] for name in names})
        except Violation:
            found.add(id)
    return found


def test_the_faithful_relay_breaks_nothing(relay: Relay) -> None:
    exchanges = recorded(at(relay.base_url()))
    assert violated(exchanges) == set()
    steps = [exchange.step for exchange in exchanges]
    assert steps == [
        *("chat", "stream", "tools", "embeddings"),
        *("unknown-model", "wrong-key"),
    ]
    assert exchanges["embeddings"].request.json["encoding_format"] == "base64"
    assert KEY not in repr(exchanges)


@pytest.mark.parametrize(("fault", "caught_by"), BROKEN)
def test_what_breaks_the_client_is_caught(
    relay: Relay, fault: str, caught_by: str
) -> None:
    assert caught_by in violated(recorded(at(relay.base_url(fault))))


def test_only_what_is_offered_is_asked_for(relay: Relay) -> None:
    target = at(relay.base_url(), key_env="")
    names = [step.name for step in journey_steps(target, MODELS, frozenset())]
    assert names == ["chat", "unknown-model"]


def test_what_the_machine_says_stays_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-mine")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with serving(lambda _: reply_json({})) as server:
        exchanges = recorded(at(server.url, headers={"X-Mine": "1"}), frozenset())
    sent = {name.lower(): value for name, value in exchanges["chat"].request.headers}
    assert sent["x-mine"] == "1"
    assert sent["user-agent"].startswith("OpenAI/Python")
    assert "openai-organization" not in sent
    assert len(server.heard) == len(exchanges.exchanges)


def test_a_journey_keeps_to_the_budget(relay: Relay) -> None:
    target = at(relay.base_url(), limits=quick(max_requests=2))
    with pytest.raises(NotRecorded, match="budget is spent"):
        recorded(target)


def led_away(status: int, place: bytes) -> Script:
    """A relay that sends its clients elsewhere."""
    head = b"HTTP/1.1 %d Elsewhere\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
    return lambda _: [head % (status, place)]


def test_nothing_of_ours_follows_the_client_to_another_host() -> None:
    with serving(lambda _: reply_json({})) as other:
        place = other.url.replace("127.0.0.1", "localhost").encode()
        with (
            serving(led_away(307, place)) as server,
            pytest.raises(Undecided, match="another host"),
        ):
            recorded(at(server.url))
        assert other.heard == []


def keys(generation: GenerationSettings) -> int:
    """On how many cases the client's requirements are judged."""
    target = at("http://127.0.0.1:9/v1", generation=generation)
    judged = (keys_for(e.requirement, (target,), SUITE) for e in STATED.values())
    return sum(map(len, judged))


def test_the_client_is_not_used_unasked() -> None:
    assert keys(GenerationSettings()) == 0
    assert keys(GenerationSettings(client=True)) == len(STATED) == 5


def test_a_replay_knows_that_the_client_was_used(tmp_path: Any) -> None:
    target = at("http://127.0.0.1:9/v1", generation=GenerationSettings(client=True))
    save_target(target, tmp_path / "relay")
    assert _replay(tmp_path / "relay" / "target.json", SUITE).target.generation.client


def test_a_plan_counts_the_journey() -> None:
    plan = Plan(at("http://127.0.0.1:9/v1"), 5, (CASE,), ())
    assert plan.exchanges == 6
    assert plan.completion_tokens == 20 * 4 + 100


class Asked:
    """A command line that asks for the client and for nothing else."""

    def getoption(self, name: str) -> Any:
        """The value of an option."""
        return True if name == dest_of("--client") else None


def test_the_client_has_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    config, target = cast(pytest.Config, Asked()), at("http://127.0.0.1:9/v1")
    assert limits.limited(target, config).generation == replace(
        GenerationSettings(), client=True
    )
    monkeypatch.setattr(limits, "find_spec", lambda _: None)
    with pytest.raises(pytest.UsageError, match=r"pip install 'relaycert\[client\]'"):
        limits.limited(target, config)


@pytest.mark.parametrize(
    ("stream", "is_read"),
    [({}, False), ({"preamble": True}, True), ({"annotations": True}, True)],
)
def test_a_program_looks_for_choices_where_the_contract_has_none(
    stream: dict[str, bool], is_read: bool
) -> None:
    bare = {"index": 0, "finish_reason": None}
    choices = [[], [{**bare, "delta": {"content": "hi"}}], [bare]]
    lines = [f"data: {json.dumps({'id': 'c', 'choices': c})}\n\n" for c in choices]
    body = "".join([*lines, "data: [DONE]\n\n"]).encode()
    kind = (("Content-Type", "text/event-stream"),)
    profile = replace(SUITE.profiles["openai"], stream=stream)
    with serving(lambda _: reply(200, body, kind)) as server:
        recording = recorded(a_target(server.url, profile=profile), ALL)
    gave = recording.observations["client"]["steps"]["stream"]
    assert (gave.get("gave") == "chunks with a text") is is_read
