"""Sending within a target's limits, and never letting the key out."""

import json
import threading
from dataclasses import asdict
from email.utils import formatdate
from time import monotonic, time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.core.exceptions import NotRecorded
from conformance.core.exchange import Exchange, Recording
from conformance.core.marks import MARK
from conformance.inputs.case import Case
from conformance.inputs.target import Target
from conformance.sending.session import retry_after
from conformance.tests.helpers import (
    JSON_HEADERS,
    KEY,
    KEY_ENV,
    a_case,
    a_step,
    a_target,
    quick,
    recorded_by,
    sending_to,
)
from conformance.tests.server import Heard, Part, Script, reply, reply_json, serving

MODELS = {"chat": "m"}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)


def sent(
    script: Script, case: Case | None = None, **changes: Any
) -> tuple[Recording, list[Heard]]:
    """What a case records against a script, and what the script heard."""
    with serving(script) as server, sending_to(a_target(server.url, **changes)) as to:
        return recorded_by(to, case or a_case(), MODELS), server.heard


def busy_once(*headers: tuple[str, str], status: int = 429) -> Script:
    """A script that first says that it is busy, then answers."""
    answers = iter([reply(status, b"busy", headers)])
    return lambda _: next(answers, reply())


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed_and_recorded(status: int) -> None:
    recording, heard = sent(busy_once(("Retry-After", "1"), status=status))
    (attempt,) = recording.last.attempts
    assert recording.last.status == 200
    assert (attempt.status, attempt.body, attempt.waited) == (status, b"busy", 1.0)
    assert heard[1].at - heard[0].at >= 0.95


def test_a_long_retry_after_is_not_obeyed() -> None:
    recording, heard = sent(busy_once(("Retry-After", "3600"), status=503))
    assert (recording.last.status, recording.last.attempts) == (503, ())
    assert len(heard) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 408, 409])
def test_nothing_is_sent_again_to_get_a_pass(status: int) -> None:
    recording, heard = sent(lambda _: reply(status))
    assert recording.last.status == status
    assert len(heard) == 1


def test_a_busy_target_is_not_asked_forever() -> None:
    recording, heard = sent(lambda _: reply(503, headers=(("Retry-After", "0"),)))
    assert recording.last.status == 503
    assert (len(heard), len(recording.last.attempts)) == (4, 3)


@example("0\x1f")
@given(st.text(max_size=30) | st.from_regex(r"\A(Mon|X), [0-9]+ \w+ [0-9]+ [0-9:]*"))
def test_no_retry_after_breaks_us(value: str) -> None:
    seconds = retry_after(value)
    assert seconds is None or seconds >= 0


def test_retry_after_is_a_number_or_a_date() -> None:
    assert retry_after("7") == 7.0
    assert retry_after("²") is None
    assert retry_after("") is None
    assert retry_after(formatdate(time() + 60, usegmt=True)) == pytest.approx(60, abs=5)
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


def test_the_rate_is_kept() -> None:
    case = a_case(steps=tuple(a_step(name=f"s{n}") for n in range(5)))
    begun = monotonic()
    _, heard = sent(lambda _: reply(), case, limits=quick(rate=20.0))
    assert heard[-1].at - begun >= 4 / 20 * 0.9


def storm(target: Target, case: Case) -> int:
    """Send a case from 16 threads, several times each; how often it was refused."""
    refused: list[str] = []
    with sending_to(target) as to:

        def work() -> None:
            for _ in range(4):
                try:
                    recorded_by(to, case, MODELS)
                except NotRecorded as reason:
                    refused.append(str(reason))

        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert all("the budget is spent" in reason for reason in refused)
    return len(refused)


def test_16_threads_pass_no_budget_of_requests() -> None:
    with serving(lambda _: reply()) as server:
        refused = storm(a_target(server.url, limits=quick(max_requests=20)), a_case())
        assert len(server.heard) == 20
    assert refused == 64 - 20


def test_16_threads_pass_no_budget_of_tokens() -> None:
    asks = {"messages": [], "max_tokens": 10}
    case = a_case(steps=(a_step(json=asks),))
    with serving(lambda _: reply()) as server:
        storm(a_target(server.url, limits=quick(max_tokens=75)), case)
        assert len(server.heard) == 7


def test_attempts_count_in_the_budget() -> None:
    script = busy_once(("Retry-After", "0"), status=503)
    with pytest.raises(NotRecorded, match="--max-requests 1"):
        sent(script, limits=quick(max_requests=1))


def everything(exchange: Exchange) -> str:
    """An exchange as text, as any writer of reports could see it."""
    kept = repr(asdict(exchange)) + repr(exchange)
    body = exchange.body.decode("utf-8", "replace")
    return kept + body + "".join(event.data for event in exchange.events)


def test_an_echoing_target_gets_the_key_into_no_exchange() -> None:
    calls: list[int] = []

    def echo(heard: Heard) -> list[Part]:
        calls.append(1)
        key = heard.headers["authorization"].removeprefix("Bearer ")
        assert key == KEY
        mirror = (*JSON_HEADERS, ("X-Mirror", key), ("Retry-After", "0"))
        status = 503 if len(calls) == 1 else 400
        body = f"{json.dumps({'error': key})}\n\ndata: {key}\n\n".encode()
        return reply(status, body, mirror)

    recording, _ = sent(echo)
    exchange = recording.last
    assert exchange.attempts
    assert exchange.header("x-mirror") == MARK
    written = everything(exchange)
    for spelling in (KEY, json.dumps(KEY)[1:-1], repr(KEY)[1:-1], KEY[:20]):
        assert spelling not in written


def test_secret_headers_are_no_less_secret() -> None:
    headers = {"X-Gateway-Token": "Bearer gateway-secret", "X-Region": "eu"}

    def echo(heard: Heard) -> list[Part]:
        return reply_json([heard.headers["x-gateway-token"], "gateway-secret", "eu"])

    recording, _ = sent(echo, headers=headers, secret_headers=("X-Gateway-Token",))
    assert "gateway-secret" not in everything(recording.last)
    assert recording.last.json == [MARK, MARK, "eu"]


def test_neither_sender_nor_target_prints_a_secret() -> None:
    target = a_target(headers={"X-Token": "gateway-secret"})
    with sending_to(target) as to:
        shown = repr(to)
    assert "canary" not in shown
    assert "gateway-secret" not in shown


def test_an_interrupted_sender_sends_nothing() -> None:
    with serving(lambda _: reply()) as server, sending_to(a_target(server.url)) as to:
        to.session.stop.set()
        with pytest.raises(NotRecorded, match="interrupted"):
            recorded_by(to, a_case(), MODELS)
        assert server.heard == []


def test_a_kept_connection_that_was_closed_is_opened_again() -> None:
    closed = iter([False, True, False, False])

    def script(_: Heard) -> list[Part]:
        # The second request is heard on the kept connection, which then ends.
        return [None] if next(closed) else reply()

    case = a_case(steps=(a_step(name="first"), a_step(name="second")))
    recording, heard = sent(script, case)
    assert [exchange.status for exchange in recording] == [200, 200]
    assert [attempt.status for attempt in recording["second"].attempts] == [0]
    assert len(heard) == 3


def test_a_target_that_hangs_up_on_a_new_connection_is_not_asked_again() -> None:
    recording, heard = sent(lambda _: [None])
    assert recording.last.status == 0
    assert len(heard) == 1


@pytest.mark.parametrize("value", ["-1", "1.5", "soon"])
def test_a_wait_that_cannot_be_read_is_a_short_one(value: str) -> None:
    recording, heard = sent(busy_once(("Retry-After", value)))
    assert recording.last.status == 200
    assert [attempt.waited for attempt in recording.last.attempts] == [1.0]
    assert len(heard) == 2
