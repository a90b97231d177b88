"""Bends over the wire: the prefix of a path, and what a server is started with."""

import httpx
import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.relay.calls import DIALECTS
from conformance.tests.relay.sample_calls import CALLS


def get(http: httpx.Client, relay: Relay, *parts: str) -> httpx.Response:
    """The models under these parts of a prefix."""
    return http.get(relay.base_url(*parts) + "/models")


def test_a_fault_hangs_up_and_the_server_lives(
    relay: Relay, http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault hangs up without an answer, and the server serves on in silence."""
    url = relay.base_url("http-no-answer") + "/chat/completions"
    with pytest.raises(httpx.RemoteProtocolError, match="without sending"):
        http.post(url, content=b"{", headers={"content-type": "application/json"})
    assert get(http, relay, "http-no-answer").status_code == 200
    assert not caplog.records


def test_a_prefix_chooses_dialect_and_bends(relay: Relay, http: httpx.Client) -> None:
    answer = get(http, relay, "vmware-pais", "models-duplicates", "no-request-id")
    listed = [model["id"] for model in answer.json()["data"]]
    assert len(listed) == len(set(listed)) + 1
    assert "model_type" in answer.json()["data"][0]
    assert "x-request-id" not in answer.headers


@pytest.mark.parametrize("part", ["no-such-fault", "latency=x", "pace=-1", "pace=1e9"])
def test_an_unknown_part_is_named(relay: Relay, http: httpx.Client, part: str) -> None:
    answer = get(http, relay, part)
    assert answer.status_code == 404
    assert part in answer.json()["error"]["message"]


def test_latency_delays_the_answer(relay: Relay, http: httpx.Client) -> None:
    late = get(http, relay, "latency=1").elapsed.total_seconds()
    usual = min(get(http, relay).elapsed.total_seconds() for _ in range(5))
    assert late >= 1
    assert usual < late / 2


def test_pace_spreads_events(relay: Relay, http: httpx.Client) -> None:
    body = {**CALLS["stream"].fields, "max_tokens": 5}
    url = relay.base_url("pace=0.03") + "/chat/completions"
    with http.stream("POST", url, json=body) as answer:
        pieces = list(answer.iter_raw())
    assert len(pieces) >= 5
    assert answer.elapsed.total_seconds() >= 0.03 * 6


def test_calls_are_counted_by_prefix(relay: Relay, http: httpx.Client) -> None:
    def statuses(*parts: str) -> list[int]:
        return [get(http, relay, *parts).status_code for _ in range(4)]

    assert statuses("busy-seconds") == [200, 200, 503, 200]
    assert statuses("busy-seconds", "crlf") == [200, 200, 503, 200]


def test_a_server_has_defaults_of_its_own() -> None:
    settings = RelaySettings(
        key="sk-own",
        profile="aitre",
        bends=("models-duplicates",),
        dialects=DIALECTS,
    )
    headers = {"Authorization": "Bearer sk-own"}
    with Relay(settings) as relay, httpx.Client(headers=headers) as http:
        plain = [model["id"] for model in get(http, relay).json()["data"]]
        other = [model["id"] for model in get(http, relay, "crlf").json()["data"]]
        body = {"model": "gone", "prompt": "Hi."}
        refusal = http.post(relay.base_url() + "/completions", json=body)
    assert len(plain) == len(other) + 1
    assert refusal.status_code == 503
    assert "sk-own" not in repr(settings)
