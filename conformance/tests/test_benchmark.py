"""What the README claims about time, measured as a ratio.

Shown with `pytest -s conformance/tests/test_benchmark.py`.
"""

import math
import threading
import time
from pathlib import Path

import pytest

from conformance.inputs.limits import GenerationSettings
from conformance.sending.generated import GeneratedBatch
from conformance.sending.recorder import Recorder
from conformance.sending.session import TargetSession
from conformance.sending.store import Store
from conformance.tests.helpers import (
    KEY,
    KEY_ENV,
    a_case,
    a_step,
    a_suite,
    a_target,
    quick,
    requests_of,
)
from conformance.tests.packaged import SUITE
from conformance.tests.server import reply, serving

pytestmark = pytest.mark.slow

EXCHANGES = 200
IN_FLIGHT = 32
SECONDS = 0.5
# 1.2 was measured; a machine that is busy with other things is given some more. One
# exchange after the other would take 28 times as long.
MOST = 2
# 10 was measured; the same for a machine that is busy with other things.
FASTER = 3
EXAMPLES, LATENCY = 192, 0.05


def test_a_wave_is_much_faster_than_one_request_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY_ENV, KEY)
    wave(8, 2)  # imports what draws and what sends
    sent, alone = wave(EXAMPLES, 1)
    again, together = wave(EXAMPLES, IN_FLIGHT)
    print(  # noqa: T201
        f"\n{sent} requests in {together:.2f} s instead of {alone:.2f}: "
        f"{alone / together:.1f} times faster"
    )
    assert sent == again >= EXAMPLES * 0.9  # some of the drawn are the same
    assert together <= alone / FASTER


def wave(examples: int, in_flight: int) -> tuple[int, float]:
    """How many requests a generated case sends, and the seconds that it takes."""
    case = SUITE.cases["generated/chat-accepted"]
    with serving(lambda _: [LATENCY, *reply(400)]) as server:
        target = a_target(
            server.url,
            profile=SUITE.profiles["openai"],
            limits=quick(concurrency=in_flight),
            generation=GenerationSettings(examples, shrink=0),
        )
        post = TargetSession.to(target, threading.Event())
        begun = time.monotonic()
        GeneratedBatch(case, requests_of(case), post, "m", frozenset()).record()
        took = time.monotonic() - begun
        post.close()
        return len(server.heard), took


def test_200_slow_exchanges_take_little_more_than_their_own_time(
    tmp_path: Path,
) -> None:
    names = [f"chat/case-{number:03}" for number in range(EXCHANGES)]
    suite = a_suite(*(a_case(name, steps=(a_step(),)) for name in names))
    with serving(lambda _: [SECONDS, *reply()]) as server:
        target = a_target(server.url, limits=quick(concurrency=IN_FLIGHT))
        begun = time.monotonic()
        recorder = Recorder.of(target, Store(tmp_path), suite)
        recorder.start(names)
        recorder.finish()
        took = time.monotonic() - begun
    ideal = math.ceil(EXCHANGES / IN_FLIGHT) * SECONDS
    print(f"\n{took:.2f} s, {took / ideal:.2f} times the ideal")  # noqa: T201
    assert len(server.heard) == EXCHANGES
    assert took <= MOST * ideal
