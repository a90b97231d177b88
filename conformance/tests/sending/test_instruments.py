"""The suite's own instruments: what they do when told, and what they saw."""

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from conformance.core.exceptions import NotEquipped, NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.core.marks import KEY_MARK
from conformance.core.message import Piece, Response
from conformance.inputs.case import Case, Instrument
from conformance.inputs.target import InstrumentSettings
from conformance.sending.instruments import (
    Instruments,
    check_equipped,
    masked,
    opened,
)
from conformance.sending.stub import PICTURE, REDIRECT, Stub
from conformance.tests.helpers import (
    KEY,
    KEY_ENV,
    a_case,
    a_step,
    a_target,
    recorded_by,
    sending_to,
)
from conformance.tests.server import Heard, Part, reply, reply_json, serving

NONCE = "abc123"
INNER = "sk-inner-0123456789"
RELAYED = {"model": "m", "messages": [{"content": "relaycert:answers:${nonce}"}]}


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A stub on a free port."""
    made = Stub("127.0.0.1:0", 0.01)
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)


def asked(stub: Stub, what: str, *, stream: bool = False) -> tuple[int, bytes]:
    """The status and the body that an upstream's caller gets."""
    text = f"relaycert:{what}:{NONCE}"
    body = {"stream": stream, "messages": [{"role": "user", "content": text}]}
    line = http.client.HTTPConnection(stub.address, timeout=5)
    headers = {"Authorization": f"Bearer {INNER}"}
    line.request("POST", "/v1/chat/completions", json.dumps(body), headers)
    answer = line.getresponse()
    try:
        return answer.status, answer.read()
    except http.client.IncompleteRead as broken:
        return answer.status, broken.partial
    finally:
        line.close()


def test_the_upstream_answers(stub: Stub) -> None:
    status, body = asked(stub, "answers")
    assert status == 200
    assert NONCE in json.loads(body)["choices"][0]["message"]["content"]
    seen = stub.log.seen(NONCE)
    assert seen == [{"kind": "answers", "pieces": 0, "ended": "whole"}]
    assert stub.log.keys(NONCE) == [INNER]


@pytest.mark.parametrize("status", [400, 401, 429])
def test_the_upstream_refuses_with_the_status_asked_for(
    stub: Stub, status: int
) -> None:
    found, body = asked(stub, f"refuses-{status}")
    assert found == status
    assert json.loads(body)["error"]["message"]


def test_the_upstream_dies_once_and_is_whole_when_asked_again(stub: Stub) -> None:
    assert b"[DONE]" not in asked(stub, "dies", stream=True)[1]
    assert asked(stub, "dies", stream=True)[1].endswith(b"data: [DONE]\n\n")
    assert [visit["ended"] for visit in stub.log.seen(NONCE)] == ["died", "whole"]


def test_a_caller_that_hangs_up_is_noticed(stub: Stub) -> None:
    host, port = stub.socket.getsockname()
    with socket.create_connection((host, port), timeout=5) as line:
        body = b'{"stream": true, "text": "relaycert:long:%b"}' % NONCE.encode()
        head = b"POST /v1/x HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body)
        line.sendall(head + body)
        assert line.recv(10)
    (visit,) = stub.log.seen(NONCE)
    assert visit["ended"] == "gone"
    assert visit["pieces"] < 60


def test_a_redirect_leads_to_the_picture(stub: Stub) -> None:
    line = http.client.HTTPConnection(stub.address, timeout=5)
    line.request("GET", f"{REDIRECT}{NONCE}.png")
    answer = line.getresponse()
    answer.read()
    there = f"http://{stub.address}{PICTURE}{NONCE}.png"
    assert (answer.status, answer.getheader("Location")) == (302, there)
    line.request("GET", f"{PICTURE}{NONCE}.png")
    assert line.getresponse().read().startswith(b"\x89PNG")
    line.close()
    kinds = [visit["kind"] for visit in stub.log.seen(NONCE)]
    assert kinds == ["redirect", "picture"]


def test_a_stub_of_another_process_is_used(stub: Stub) -> None:
    assert opened(stub.address, 0.1) is None


def test_an_address_that_others_use_is_told() -> None:
    with (
        serving(lambda _: reply()) as server,
        pytest.raises(NotRecorded, match="name a free address"),
    ):
        opened(server.url.split("/")[2], 0.1)


@pytest.mark.parametrize(
    ("instrument", "advice"),
    [
        (Instrument.UPSTREAM, "`upstream_model`"),
        (Instrument.LISTENER, "`listener`"),
        (Instrument.SECOND_KEY, "`second_key_env`"),
    ],
)
def test_a_missing_instrument_is_told_with_how_to_give_it(
    instrument: Instrument, advice: str
) -> None:
    with pytest.raises(NotEquipped, match=advice):
        check_equipped(a_case(instrument=instrument), InstrumentSettings())


def test_a_case_without_an_instrument_needs_none() -> None:
    check_equipped(a_case(), InstrumentSettings())


def test_the_key_for_the_upstream_is_masked_wherever_it_was_cut() -> None:
    pieces = (Piece(0.1, b"key=" + INNER[:9].encode()), Piece(0.2, INNER[9:].encode()))
    found = masked(Response(200, (("x-key", INNER),), pieces), [INNER])
    assert found.headers == (("x-key", KEY_MARK),)
    assert b"".join(p.data for p in found.pieces) == f"key={KEY_MARK}".encode()


def test_a_key_that_may_be_any_text_is_left_alone() -> None:
    response = Response(200, (), (Piece(0.1, b"any text"),))
    assert masked(response, ["any"]) == response


def recorded(case: Case, script: Any, **changes: Any) -> Recording:
    """What is recorded of a case against a scripted relay."""
    with serving(script) as server:
        target = a_target(server.url, **changes)
        with sending_to(target) as sender:
            return recorded_by(sender, case, {"chat": "m"})


def test_a_case_gets_what_its_instrument_saw(stub: Stub) -> None:
    def relay(heard: Heard) -> list[Part]:
        line = http.client.HTTPConnection(stub.address, timeout=5)
        headers = {"Authorization": f"Bearer {INNER}"}
        line.request("POST", "/v1/chat/completions", heard.body, headers)
        line.getresponse().read()
        line.close()
        return reply_json({"leaked": INNER})

    case = a_case(instrument=Instrument.UPSTREAM, steps=(a_step(json=RELAYED),))
    equipment = InstrumentSettings(upstream=stub.address, upstream_model="m")
    found = recorded(case, relay, equipment=equipment)
    (visit,) = found.observations["upstream"]
    assert visit["kind"] == "answers"
    assert found.last.json == {"leaked": KEY_MARK}


def test_the_instruments_open_what_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    instruments = Instruments(InstrumentSettings(listener=address))
    case = a_case(instrument=Instrument.LISTENER)
    given = instruments.context(case, NONCE)["listener"]
    assert given["picture"] == f"http://{address}{PICTURE}{NONCE}.png"
    assert given["redirect"].startswith("http://localhost:")
    assert instruments.seen(case, NONCE) == {"listener": []}
    instruments.close()
    Stub(address, 0).stop()  # the address is free again


def words(exchanges: tuple[Exchange, ...]) -> list[str]:
    """The nonces that were sent, one for each exchange."""
    return [exchange.request.json["nonce"] for exchange in exchanges]


def test_a_nonce_is_the_cases_own() -> None:
    step = a_step(json={"nonce": "${nonce}"})
    case = a_case(steps=(step, replace(step, name="again")))
    first = words(recorded(case, lambda _: reply()).exchanges)
    second = words(recorded(case, lambda _: reply()).exchanges)
    assert len(set(first)) == 1
    assert first[0] != second[0]


def test_a_burst_is_sent_at_the_same_time() -> None:
    steps = tuple(a_step(name=f"n{n}", json={"n": n}) for n in range(4))
    together = Event()
    waiting: list[int] = []

    def relay(heard: Heard) -> list[Part]:
        waiting.append(1)
        if len(waiting) == len(steps):
            together.set()
        return reply() if together.wait(2) else reply(500)

    found = recorded(a_case(steps=steps, burst=True), relay)
    assert [exchange.status for exchange in found] == [200] * 4
    assert [exchange.step for exchange in found] == ["n0", "n1", "n2", "n3"]


def test_a_client_that_closes_early_reads_no_further() -> None:
    head = b"HTTP/1.1 200 X\r\nContent-Length: 1000000\r\n\r\n"
    case = a_case(steps=(a_step(close_after=3),))
    found = recorded(case, lambda _: [head + b"abcd", 1.0, None])
    assert found.last.body == b"abcd"
    assert found.last.response.cut == ""
    assert found.last.response.total < 1
