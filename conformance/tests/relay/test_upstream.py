"""The relay before an upstream, and the bytes that no framework would send."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from conformance.relay import Relay, RelaySettings
from conformance.sending.stub import Stub
from conformance.tests.relay.calls import KEY

INNER = "sk-inner-0123456789"
SECOND = "sk-second-0123456789"
NONCE = "abc123"


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    """A stand-in for the upstream."""
    made = Stub("127.0.0.1:0", 0.01)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def relay(stub: Stub) -> Iterator[Relay]:
    """A relay that hands the model `relayed` on."""
    settings = RelaySettings(
        upstream=stub.address,
        upstream_key=INNER,
        second_key=SECOND,
        second_models=("relayed",),
    )
    with Relay(settings) as made:
        yield made


def asked(
    relay: Relay, what: str, *parts: str, model: str = "relayed", key: str = KEY
) -> httpx.Response:
    """The answer to a chat call that the upstream understands."""
    # Of what dies only the first call does.
    nonce = "dead" if what == "dies" else NONCE
    body = {
        "model": model,
        "messages": [{"role": "user", "content": f"relaycert:{what}:{nonce}"}],
        "stream": what == "dies",
    }
    url = f"{relay.base_url('openai', *parts)}/chat/completions"
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.post(url, json=body, headers=headers, trust_env=False)


def test_the_upstreams_answer_comes_without_its_headers(
    relay: Relay, stub: Stub
) -> None:
    answer = asked(relay, "headers")
    assert NONCE in answer.json()["choices"][0]["message"]["content"]
    assert "set-cookie" not in answer.headers
    assert stub.log.keys(NONCE) == [INNER]


@pytest.mark.parametrize("status", [400, 401, 429])
def test_the_upstreams_refusal_keeps_its_status(relay: Relay, status: int) -> None:
    answer = asked(relay, f"refuses-{status}")
    assert answer.status_code == status
    assert INNER not in answer.text


def test_the_upstreams_death_is_told(relay: Relay) -> None:
    last = asked(relay, "dies").text.strip().split("\n\n")[-1]
    assert json.loads(last.removeprefix("data: "))["error"]["message"]


def test_an_upstream_that_is_not_there_is_a_bad_gateway(stub: Stub) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nowhere = f"127.0.0.1:{free.getsockname()[1]}"
    with Relay(RelaySettings(upstream=nowhere)) as relay:
        answer = asked(relay, "answers")
    assert answer.status_code == 502
    assert answer.json()["error"]["message"]


def test_a_restricted_key_is_for_its_models_only(relay: Relay) -> None:
    assert asked(relay, "answers", key=SECOND).status_code == 200
    assert (
        asked(relay, "answers", model="reference-chat", key=SECOND).status_code == 403
    )
    assert asked(relay, "answers", model="reference-chat").status_code == 200


def test_without_an_upstream_there_is_no_such_model_or_key() -> None:
    with Relay() as relay:
        assert asked(relay, "answers").status_code == 404
        assert asked(relay, "answers", key="sk-other").status_code == 401


def test_settings_do_not_show_keys() -> None:
    shown = repr(replace(RelaySettings(), key="k1", upstream_key="k2", second_key="k3"))
    assert not any(key in shown for key in ("k1", "k2", "k3"))


def raw(relay: Relay, fault: str, request: bytes) -> bytes:
    """All bytes of an answer, until the relay hangs up."""
    host, port = relay.url.removeprefix("http://").split(":")
    path = f"/~openai+{fault}/v1".encode()
    head = b"Host: relay\r\nAuthorization: Bearer %b\r\n" % KEY.encode()
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(request.replace(b"/v1", path).replace(b"HEAD\r\n", head))
        found = b""
        while more := line.recv(65536):
            found += more
    return found


def test_more_is_announced_than_comes(relay: Relay) -> None:
    request = b"GET /v1/models HTTP/1.1\r\nHEAD\r\n\r\n"
    head, _, body = raw(relay, "http-content-length-too-large", request).partition(
        b"\r\n\r\n"
    )
    sizes = [line for line in head.lower().split(b"\r\n") if b"content-length" in line]
    assert int(sizes[0].split(b":")[1]) > len(body) > 0


def test_the_last_chunk_is_missing(relay: Relay) -> None:
    message = '{"role": "user", "content": "Say hi."}'
    body = f'{{"model": "reference-chat", "stream": true, "messages": [{message}]}}'
    head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    request = f"POST /v1/chat/completions HTTP/1.1\r\nHEAD\r\n{head}\r\n{body}"
    found = raw(relay, "http-chunked-unterminated", request.encode())
    assert b"data: [DONE]" in found
    assert b"\r\n0\r\n" not in found
