"""Callbacks of the relay: what is sent, when, and to whom."""

import time
from collections.abc import Iterator

import httpx
import pytest

from conformance.relay import Relay
from conformance.relay.webhook import notice
from conformance.sending.stub import HOOK, Stub
from conformance.tests.relay.calls import KEY
from conformance.tests.relay.midjourney_calls import DONE, task

NONCE = "abc123"


@pytest.fixture
def stub() -> Iterator[Stub]:
    """Somebody who wants to know."""
    made = Stub("127.0.0.1:0", 0.01)
    yield made
    made.stop()


def submitted(relay: Relay, address: str, *parts: str) -> str:
    """The id of a drawing whose owner is to be called."""
    url = relay.base_url("aitre", *parts).removesuffix("/v1")
    body = {"prompt": "A red square.", "notifyHook": address}
    headers = {"Authorization": f"Bearer {KEY}"}
    answer = httpx.post(
        f"{url}/mj/submit/imagine", json=body, headers=headers, trust_env=False
    )
    return str(answer.json()["result"])


def test_each_change_is_told(relay: Relay, stub: Stub) -> None:
    id = submitted(relay, f"http://{stub.address}{HOOK}{NONCE}")
    bodies = [visit["body"] for visit in stub.log.called(NONCE)]
    assert {body["id"] for body in bodies} == {id}
    told = [body["status"] for body in bodies]
    assert told == ["SUBMITTED", "IN_PROGRESS", "SUCCESS"]


def test_a_slow_task_is_told_of_as_it_is(relay: Relay, stub: Stub) -> None:
    submitted(relay, f"http://{stub.address}{HOOK}{NONCE}", "task=30")
    limit = time.monotonic() + 2
    while not stub.log.before(NONCE) and time.monotonic() < limit:
        time.sleep(0.01)
    (visit,) = stub.log.seen(NONCE)
    assert visit["body"]["status"] == "SUBMITTED"


@pytest.mark.parametrize("address", ["nowhere", "http://[", "http://127.0.0.1:9/a"])
def test_an_address_that_nobody_has_hurts_nobody(relay: Relay, address: str) -> None:
    assert submitted(relay, address)
    assert submitted(relay, address)


def test_without_an_address_nobody_is_told() -> None:
    assert notice(task(DONE)) is None
