"""Faults that show only where the relay stands at a public address."""

import json
from dataclasses import replace

import pytest

from conformance.core.exchange import Recording
from conformance.relay import faults
from conformance.selftest.public import PUBLIC_ROOT, at_public_address
from conformance.selftest.worker import Work, findings_of
from conformance.tests.helpers import an_exchange

ROOT = "http://127.0.0.1:4711"
PUBLIC = [fault.name for fault in faults() if fault.public]


def a_recording() -> Recording:
    """A picture that the relay's answer points to, at its own address."""
    body = json.dumps({"data": [{"url": f"{ROOT}/pictures/1.png"}]}).encode()
    exchange = an_exchange(body=body)
    request = replace(exchange.request, url=f"{ROOT}/v1/images/generations")
    return Recording(
        "images/generation", "relay", (replace(exchange, request=request),)
    )


def test_a_recording_moves_to_a_public_address() -> None:
    """Requests and answers name the public address for the relay's own."""
    (exchange,) = at_public_address(a_recording(), ROOT)
    assert exchange.request.url == f"{PUBLIC_ROOT}/v1/images/generations"
    assert exchange.json == {"data": [{"url": f"{PUBLIC_ROOT}/pictures/1.png"}]}


def test_the_faithful_relay_is_clean_at_a_public_address() -> None:
    """The faithful relay violates nothing as if it stood at a public address."""
    assert findings_of(Work("", "openai", public=True)).violated == frozenset()


@pytest.mark.parametrize("name", PUBLIC)
def test_the_fault_is_missed_on_loopback(name: str) -> None:
    """The fault does not show where the relay is on the caller's own machine."""
    assert findings_of(Work(name, "openai")).violated == frozenset()
