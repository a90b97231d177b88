"""Hooks of the suite's own: what is told to them about tasks, and for how long."""

import http.client
import json
import time
from collections.abc import Iterator
from threading import Timer

import pytest

from conformance.inputs.case import Instrument
from conformance.inputs.target import InstrumentSettings
from conformance.sending import call_log
from conformance.sending.stub import HOOK, Stub
from conformance.tests.helpers import (
    KEY,
    KEY_ENV,
    a_case,
    a_step,
    a_target,
    recorded_by,
    sending_to,
)
from conformance.tests.server import Heard, Part, reply_json, serving

NONCE = "abc123"


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A stub on a free port."""
    made = Stub("127.0.0.1:0", 0.01)
    yield made
    made.stop()


def call_back(stub: Stub, body: bytes) -> int:
    """The status that whoever tells of a task gets."""
    line = http.client.HTTPConnection(stub.address, timeout=5)
    line.request("POST", f"{HOOK}{NONCE}", body)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def test_what_is_told_to_a_hook_is_kept_in_its_order(stub: Stub) -> None:
    for status in ("SUBMITTED", "SUCCESS"):
        assert call_back(stub, json.dumps({"status": status}).encode()) == 200
    told = [visit["body"]["status"] for visit in stub.log.called(NONCE)]
    assert told == ["SUBMITTED", "SUCCESS"]


def test_what_is_no_json_is_kept_as_a_text(stub: Stub) -> None:
    assert call_back(stub, b"{") == 200
    (visit,) = stub.log.seen(NONCE)
    assert visit["body"] == "{"


def test_a_hook_is_waited_for_until_the_task_is_over(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_log, "_QUIET", 60.0)
    later = Timer(0.3, call_back, (stub, b'{"status": "FAILURE"}'))
    later.start()
    began = time.monotonic()
    assert [visit["kind"] for visit in stub.log.called(NONCE)] == ["hook"]
    assert time.monotonic() - began < call_log._QUIET / 2
    later.join()


def test_a_hook_that_nobody_calls_is_not_waited_for_long(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_log, "_QUIET", 0.05)
    assert stub.log.called(NONCE) == []


def test_a_case_that_names_a_hook_gets_what_was_told(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)

    def relay(heard: Heard) -> list[Part]:
        line = http.client.HTTPConnection(stub.address, timeout=5)
        hook = json.loads(heard.body)["notifyHook"]
        line.request("POST", hook.partition(stub.address)[2], b'{"status": "SUCCESS"}')
        line.getresponse().read()
        line.close()
        return reply_json({})

    step = a_step(json={"notifyHook": "${listener.hook}"})
    case = a_case(instrument=Instrument.LISTENER, steps=(step,))
    with serving(relay) as server:
        target = a_target(
            server.url, equipment=InstrumentSettings(listener=stub.address)
        )
        with sending_to(target) as sender:
            found = recorded_by(sender, case, {})
    (visit,) = found.observations["listener"]
    assert visit["body"] == {"status": "SUCCESS"}
