"""What an ordinary client makes of answers, and when that tells nothing."""

import pytest

from conformance.core.exceptions import Undecided
from conformance.core.exchange import Recording
from conformance.requirements.clients.test_openai import (
    test_calls_of_tools_can_be_read as calls_can_be_read,
)
from conformance.tests.helpers import an_exchange


def test_no_call_of_a_tool_is_not_decided() -> None:
    seen = {"client": {"steps": {"tools": {"gave": "no call"}}}}
    journey = Recording("clients/openai-python", "relay", (an_exchange(),), seen)
    with pytest.raises(Undecided, match="called no tool"):
        calls_can_be_read(journey)
