"""One running relay for all tests of this folder."""

from collections.abc import Iterator

import httpx
import pytest

from conformance.relay import Relay, RelaySettings
from conformance.tests.generation.sending import DIALECTS, KEY


@pytest.fixture(scope="session")
def relay() -> Iterator[Relay]:
    """A faithful relay on a free port."""
    with Relay(RelaySettings(dialects=DIALECTS)) as running:
        yield running


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    """A plain client that knows the key."""
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(headers=headers, timeout=10, trust_env=False) as client:
        yield client
