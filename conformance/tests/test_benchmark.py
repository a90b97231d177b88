"""What the README claims about time, measured as a ratio.

Shown with `pytest -s conformance/tests/test_benchmark.py`.
"""

import math
import threading
import time
from pathlib import Path

import pytest

from conformance.inputs.case import cases
from conformance.inputs.limits import Drawing
from conformance.inputs.profile import profiles
from conformance.sending.post import Post
from conformance.sending.recorder import Recorder
from conformance.sending.store import Store
from conformance.sending.wave import Wave, drawn
from conformance.tests.helpers import (
    KEY,
    KEY_ENV,
    a_case,
    a_step,
    a_target,
    quick,
    reply,
    serving,
    use_cases,
)

EXCHANGES = 200
IN_FLIGHT = 32
SECONDS = 0.5
# The claim is 1.2; a machine that is busy with other things is given some more.
MOST = 1.35
# Some 8 on a machine with nothing else to do, with what drawing takes.
FASTER = 3


EXAMPLES, LATENCY = 192, 0.05


def test_a_wave_is_much_faster_than_one_request_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)
    case = cases()["generated/chat-accepted"]
    with serving(lambda _: [LATENCY, *reply(400)]) as server:
        target = a_target(
            server.url,
            profile=profiles()["openai"],
            limits=quick(concurrency=IN_FLIGHT),
            drawing=Drawing(EXAMPLES, shrink=0),
        )
        drawn(case, target, "m", frozenset())  # imports what draws
        post = Post.to(target, threading.Event())
        begun = time.monotonic()
        Wave(case, post, "m", frozenset()).record()
        took = time.monotonic() - begun
        post.close()
        sent = len(server.heard)
    alone = sent * LATENCY
    print(f"\n{sent} requests in {took:.2f} s, {alone / took:.1f} times faster")  # noqa: T201
    assert sent >= EXAMPLES * 0.9  # some of the drawn are the same
    assert took <= alone / FASTER


def test_200_slow_exchanges_take_little_more_than_their_own_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"chat/case-{number:03}" for number in range(EXCHANGES)]
    use_cases(monkeypatch, *(a_case(name, steps=(a_step(),)) for name in names))
    with serving(lambda _: [SECONDS, *reply()]) as server:
        target = a_target(server.url, limits=quick(concurrency=IN_FLIGHT))
        begun = time.monotonic()
        recorder = Recorder.of(target, Store(tmp_path))
        recorder.start(names)
        recorder.finish()
        took = time.monotonic() - begun
    ideal = math.ceil(EXCHANGES / IN_FLIGHT) * SECONDS
    print(f"\n{took:.2f} s, {took / ideal:.2f} times the ideal")  # noqa: T201
    assert len(server.heard) == EXCHANGES
    assert took <= MOST * ideal
