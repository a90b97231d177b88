"""What is late again and again is asked less; what is merely slow is not."""

import threading
from collections.abc import Callable
from itertools import count

import pytest

from conformance.core.exchange import NOT_SENT, Exchange
from conformance.inputs.limits import Limits
from conformance.sending.request import PreparedRequest
from conformance.sending.session import TargetSession
from conformance.tests.helpers import a_target, quick, sending_to
from conformance.tests.server import CLOSE, Heard, Part, Script, reply, serving

LIMITS = quick(timeout=0.2, gap_timeout=0.2, total_timeout=0.4)
BODY = b'{"model": "m"}'
DRIBBLE: list[Part] = [
    b"HTTP/1.1 200 OK\r\n\r\n",
    *(part for _ in range(8) for part in (b":", 0.1)),
    CLOSE,
]


def exchanges(
    script: Script,
    number: int,
    body: Callable[[int], bytes] = lambda _: BODY,
    limits: Limits = LIMITS,
) -> tuple[list[Exchange], int]:
    """What comes of so many requests, one after the other; how many were heard."""
    with serving(script) as server:
        target = a_target(server.url, limits=limits)
        with sending_to(target) as sender:
            session: TargetSession = sender.session
            sent = [session.send(request(session, body(n))) for n in range(number)]
        return sent, len(server.heard)


def request(session: TargetSession, body: bytes = BODY) -> PreparedRequest:
    """A request that posts this body."""
    url = session.target.url("/chat/completions")
    return PreparedRequest("create", "POST", url, {}, body)


@pytest.mark.parametrize("parts", [[1.0, CLOSE], DRIBBLE], ids=["silent", "dribble"])
def test_what_is_late_again_and_again_is_asked_no_more(parts: list[Part]) -> None:
    sent, heard = exchanges(lambda _: parts, 12)
    assert heard == 5
    assert all(exchange.out_of_time for exchange in sent[:5])
    for exchange in sent[5:]:
        assert exchange.own_limit.startswith(f"{NOT_SENT} POST http://127.0.0.1")
        assert "was late or busy 5 times in a row" in exchange.own_limit
        assert sent[4].own_limit in exchange.own_limit


def test_what_is_too_much_in_small_pieces_is_asked_no_more() -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    slow: list[Part] = [
        head,
        *(part for _ in range(12) for part in (b" " * 10**5, 0.1)),
    ]
    limits = quick(total_timeout=20.0)
    sent, heard = exchanges(lambda _: [*slow, CLOSE], 7, limits=limits)
    assert heard == 5
    assert all("MB" in exchange.own_limit for exchange in sent[:5])
    fast: list[Part] = [head, b" " * (2 * 2**20), CLOSE]
    assert exchanges(lambda _: fast, 7, limits=limits)[1] == 7


@pytest.mark.parametrize(("after", "asked"), [("0", 5), ("", 7)])
def test_what_is_busy_for_ever_is_waited_for_no_more(after: str, asked: int) -> None:
    headers = (("Retry-After", after),) if after else ()
    sent, heard = exchanges(lambda _: reply(503, b"busy", headers), 7)
    attempts = sum(len(exchange.attempts) for exchange in sent)
    assert heard == asked + attempts
    assert attempts == (15 if after else 0)
    assert [e.own_limit.endswith("(at last: status 503)") for e in sent] == [
        *[False] * asked,
        *[True] * (7 - asked),
    ]


def test_what_ends_within_its_limits_is_asked_for_all() -> None:
    sent, heard = exchanges(lambda _: [0.1, *reply()], 9)
    assert heard == len(sent) == 9
    assert not any(exchange.own_limit for exchange in sent)


def test_an_answer_in_time_is_a_new_beginning() -> None:
    numbers = count(1)

    def mostly_late(_: Heard) -> list[Part]:
        return reply() if next(numbers) % 4 == 0 else [0.5, CLOSE]

    sent, heard = exchanges(mostly_late, 16)
    assert heard == 16
    assert sum(exchange.status == 200 for exchange in sent) == 4


BODIES = [BODY, b'{"model": "n"}', b'{"model": "m", "stream": true}']


def test_other_models_and_streams_are_asked_for_themselves() -> None:
    numbers = count()

    def late_but_once(_: Heard) -> list[Part]:
        return [1.0, CLOSE] if next(numbers) else reply()

    _, heard = exchanges(late_but_once, 25, lambda n: BODIES[n % 3])
    assert heard == 1 + 15


def test_what_never_answers_in_time_is_given_up_as_a_whole() -> None:
    sent, heard = exchanges(lambda _: [1.0, CLOSE], 24, lambda n: BODIES[n % 3])
    assert heard == 14
    assert "no answer of the target came in time: POST" in sent[-1].own_limit
    assert "was late or busy 5 times in a row" in sent[-1].own_limit


def test_a_bad_moment_of_many_at_once_is_forgiven() -> None:
    late = threading.Event()

    def late_at_first(_: Heard) -> list[Part]:
        return reply() if late.is_set() else [0.5, CLOSE]

    with serving(late_at_first) as server:
        target = a_target(server.url, limits=LIMITS)
        with sending_to(target) as sender:
            session = sender.session
            threads = [
                threading.Thread(target=session.send, args=(request(session),))
                for _ in range(8)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            late.set()
            assert session.send(request(session)).status == 200
