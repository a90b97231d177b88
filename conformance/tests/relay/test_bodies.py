"""Hostile bodies, headers, methods and paths get a JSON refusal."""

import socket

import httpx
import pytest

from conformance.relay import Relay
from conformance.tests.relay.calls import KEY

GOOD = b'{"model":"reference-chat","messages":[{"role":"user","content":"Hi"}]}'
DIALECTS = {"openai": 400, "aitre": 400, "modellss": 400, "vmware-pais": 422}
BODIES = {
    "empty": b"",
    "cut": GOOD[:-1],
    "text": b"hello",
    "array": b"[]",
    "number": b"1",
    "null": b"null",
    "not-a-number": GOOD[:-1] + b',"temperature":NaN}',
    "infinite": GOOD[:-1] + b',"temperature":Infinity}',
    "too-large-a-number": GOOD[:-1] + b',"temperature":1e999}',
    "too-long-a-number": GOOD[:-1] + b',"seed":' + b"9" * 5000 + b"}",
    "same-key-twice": GOOD[:-1] + b',"n":1,"n":2}',
    "bad-utf-8": GOOD.replace(b"Hi", b"\xff\xfe"),
    "lone-surrogate": GOOD.replace(b"Hi", b"\\ud83d"),
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep-inside": GOOD[:-1] + b',"x":' + b"[" * 500 + b"]" * 500 + b"}",
    "byte-order-mark": b"\xef\xbb\xbf" + GOOD,
    "utf-16": GOOD.decode().encode("utf-16"),
}
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_is_refused(
    relay: Relay, http: httpx.Client, dialect: str, name: str
) -> None:
    url = relay.base_url(dialect) + "/chat/completions"
    answer = http.post(url, content=BODIES[name], headers=JSON)
    assert answer.status_code == DIALECTS[dialect], answer.text
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()) in ({"error"}, {"detail"})


def test_the_same_body_without_the_flaw_is_accepted(
    relay: Relay, http: httpx.Client
) -> None:
    for dialect in DIALECTS:
        url = relay.base_url(dialect) + "/chat/completions"
        assert http.post(url, content=GOOD, headers=JSON).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_another_content_type_is_refused(
    relay: Relay, http: httpx.Client, kind: str
) -> None:
    headers = {"Content-Type": kind}
    url = relay.base_url() + "/chat/completions"
    assert http.post(url, content=GOOD, headers=headers).status_code == 400


def test_a_body_over_the_limit_is_refused(relay: Relay, http: httpx.Client) -> None:
    big = GOOD.replace(b"Hi", b"a" * 17 * 2**20)
    url = relay.base_url() + "/chat/completions"
    answer = http.post(url, content=big, headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "Bearer sk-x"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_another_key_is_refused(
    relay: Relay, http: httpx.Client, dialect: str, header: str
) -> None:
    url = relay.base_url(dialect) + "/models"
    answer = http.get(url, headers={"Authorization": header})
    assert answer.status_code == 401
    assert "sk-x" not in answer.text
    assert answer.json()["error"]["code"] == "invalid_api_key"
    assert answer.json()["error"]["param"] is None


def test_an_unknown_path_is_not_found(relay: Relay, http: httpx.Client) -> None:
    answer = http.get(relay.base_url() + "/x")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "Invalid URL (GET /v1/x)"


@pytest.mark.parametrize("path", ["", "/", "/index.html", "/v2/models"])
def test_a_path_outside_the_base_is_not_found(
    relay: Relay, http: httpx.Client, path: str
) -> None:
    answer = http.get(relay.url + path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"


def test_a_wrong_method_is_not_allowed(relay: Relay, http: httpx.Client) -> None:
    answer = http.get(relay.base_url() + "/chat/completions")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]
    assert answer.json()["error"]["message"]


def test_head_is_get_without_a_body(relay: Relay, http: httpx.Client) -> None:
    answer = http.head(relay.base_url() + "/models")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_preflight_needs_no_key(relay: Relay) -> None:
    asked = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    url = relay.base_url() + "/chat/completions"
    answer = httpx.options(url, headers=asked, trust_env=False)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-headers"] == (
        "authorization, content-type"
    )
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_every_answer_carries_its_own_request_id(
    relay: Relay, http: httpx.Client
) -> None:
    paths = ["/models", "/x", "/models"]
    ids = [http.get(relay.base_url() + path).headers["x-request-id"] for path in paths]
    assert len(set(ids)) == 3


def test_a_client_that_leaves_does_no_harm(relay: Relay, http: httpx.Client) -> None:
    host, port = relay.url.removeprefix("http://").split(":")
    body = GOOD[:-1] + b',"stream":true}'
    head = (
        f"POST /~pace=0.05/v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {KEY}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode() + body)
        assert connection.recv(12) == b"HTTP/1.1 200"
    assert http.get(relay.base_url() + "/models").status_code == 200
