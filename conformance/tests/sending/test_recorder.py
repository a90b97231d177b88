"""Recording in the background: each case once, within the target's limits."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conformance.core.exceptions import LossReason, NotRecorded
from conformance.inputs.case import Lane
from conformance.inputs.suite import Suite
from conformance.inputs.target import Target
from conformance.sending import recorder
from conformance.sending.recorder import Recorder
from conformance.sending.session import TargetSession
from conformance.sending.store import Store
from conformance.tests.helpers import (
    a_case,
    a_step,
    a_suite,
    a_target,
    an_exchange,
    quick,
)
from conformance.tests.server import Heard, Part, Script, reply, serving

MANY = tuple(a_case(f"chat/case-{n:02}") for n in range(64))
NAMES = [case.name for case in MANY]
IMAGES = (
    a_case("images/minimal", needs=("images",)),
    a_case("images/n", needs=("images",)),
)


@contextmanager
def recording(
    target: Target, folder: Path, names: list[str], suite: Suite
) -> Iterator[Recorder]:
    """A recorder that has begun, and ends with the test."""
    store = Store(folder)
    assert store.claim()
    made = Recorder.of(target, store, suite)
    made.start(names)
    try:
        yield made
    finally:
        made.finish()


def fine(heard: Heard) -> list[Part]:
    """An answer to anything."""
    return reply()


def slow(seconds: float) -> Script:
    """An answer after some time."""
    return lambda _: [seconds, *reply()]


def losses(recorder: Recorder, names: list[str]) -> set[str]:
    """Why each of these cases is lost."""
    reasons: set[str] = set()
    for name in names:
        with pytest.raises(NotRecorded) as told:
            recorder.get(name)
        reasons.add(str(told.value))
    return reasons


def test_each_case_is_sent_once(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    with serving(fine) as server:
        with recording(a_target(server.url), tmp_path, NAMES * 2, suite) as recorder:
            for name in NAMES * 3:
                assert recorder.get(name).last.status == 200
        assert sorted(h.path for h in server.heard) == [f"/v1/{n}" for n in NAMES]
    assert (recorder.planned, recorder.done) == (64, 64)


def test_all_that_was_started_is_stored_in_the_end(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    with serving(slow(0.02)) as server:
        with recording(a_target(server.url), tmp_path, NAMES, suite):
            pass
        stored = [Store(tmp_path).load(case, "relay").last.status for case in MANY]
    assert stored == [200] * 64
    assert not (tmp_path / "recorder.claim").exists()


def test_a_cancelled_run_drops_the_rest(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    answering = threading.Event()

    def script(heard: Heard) -> list[Part]:
        if not heard.path.endswith(NAMES[0]):
            answering.wait(30)
        return reply()

    limits = quick(concurrency=2, timeout=60.0, total_timeout=60.0)
    with serving(script) as server:
        with recording(
            a_target(server.url, limits=limits), tmp_path, NAMES, suite
        ) as found:
            assert found.get(NAMES[0]).last.status == 200
            found.cancel()
            # Nothing waits for what is under way: it is answered only afterwards.
            assert losses(found, NAMES[1:]) == {"the run was interrupted"}
            answering.set()
        time.sleep(0.3)  # what was under way ends, and nothing is sent after it
        assert len(server.heard) <= 3
    with pytest.raises(NotRecorded) as loss:
        Store(tmp_path).load(MANY[1], "relay")
    assert loss.value.reason is LossReason.INTERRUPTED
    assert Store(tmp_path).load(MANY[0], "relay").last.status == 200


def test_two_stores_on_one_folder_record_once(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    waited: list[int] = []

    def wait_for_all() -> None:
        other = Store(tmp_path)
        assert not other.claim()
        waited.extend(other.wait(case, "relay").last.status for case in MANY)

    with serving(slow(0.01)) as server:
        with recording(a_target(server.url), tmp_path, NAMES, suite):
            waiter = threading.Thread(target=wait_for_all)
            waiter.start()
        waiter.join()
        assert len(server.heard) == 64
    assert waited == [200] * 64


def test_case_that_cannot_be_written_is_a_loss(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    with (
        serving(fine) as server,
        recording(a_target(server.url), tmp_path, NAMES[:2], suite) as recorder,
    ):
        recorder.get(NAMES[1])
        (tmp_path / "images").write_text("in the way", "utf-8")
        blocked = a_case("images/x", steps=MANY[0].steps)
        suite = a_suite(*MANY, blocked)
        (tmp_path / "recorder.claim").unlink()
        with recording(a_target(server.url), tmp_path, ["images/x"], suite) as second:
            (reason,) = losses(second, ["images/x"])
    assert "cannot be written" in reason


def test_a_defect_of_ours_reaches_the_test_that_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = a_suite(*MANY)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with serving(fine) as server:
        monkeypatch.setattr(Store, "save", broken)
        with (
            recording(a_target(server.url), tmp_path, NAMES, suite) as recorder,
            pytest.raises(ZeroDivisionError),
        ):
            recorder.get(NAMES[7])


def test_a_case_that_nobody_asked_for_is_told(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    with (
        serving(fine) as server,
        recording(a_target(server.url), tmp_path, NAMES[:1], suite) as recorder,
        pytest.raises(NotRecorded, match="was not scheduled"),
    ):
        recorder.get(NAMES[3])


def test_cases_of_the_lane_for_one_run_after_all_others_and_alone(
    tmp_path: Path,
) -> None:
    alone = tuple(a_case(f"time/case-{n}", lane=Lane.ALONE) for n in range(3))
    suite = a_suite(*alone, *MANY)
    under_way: list[str] = []
    seen: list[tuple[str, int]] = []

    def script(heard: Heard) -> Iterator[Part]:
        under_way.append(heard.path)
        seen.append((heard.path, len(under_way)))
        yield 0.02
        under_way.remove(heard.path)
        yield from reply()

    names = [case.name for case in (*alone, *MANY)]
    with (
        serving(script) as server,
        recording(a_target(server.url), tmp_path, names, suite),
    ):
        pass
    assert [at for at, _ in seen[-3:]] == [f"/v1/{case.name}" for case in alone]
    assert [count for _, count in seen[-3:]] == [1, 1, 1]
    assert max(count for _, count in seen) <= 8


def test_as_many_cases_are_under_way_as_the_limit_allows(tmp_path: Path) -> None:
    suite = a_suite(*MANY)
    together = threading.Barrier(9, timeout=30)  # 63 are 7 times 9; one goes first

    def script(heard: Heard) -> list[Part]:
        if not heard.path.endswith(NAMES[0]):
            together.wait()
        return reply()

    limits = quick(concurrency=9, timeout=60.0, total_timeout=60.0)
    with (
        serving(script) as server,
        recording(a_target(server.url, limits=limits), tmp_path, NAMES, suite) as found,
    ):
        assert {found.get(name).last.status for name in NAMES} == {200}
    assert not together.broken


def test_cases_end_in_the_order_in_which_they_are_needed(tmp_path: Path) -> None:
    """A case of several steps does not fall behind those that begin with it."""
    steps = tuple(a_step(f"/long/{n}", name=f"s{n}") for n in range(5))
    suite = a_suite(a_case("chat/long", steps=steps), *MANY)
    limits = quick(concurrency=2)
    names = [NAMES[0], "chat/long", *NAMES[1:]]
    with (
        serving(slow(0.01)) as server,
        recording(
            a_target(server.url, limits=limits), tmp_path, names, suite
        ) as recorder,
    ):
        recorder.get("chat/long")
        assert len(server.heard) < len(names) / 2


def out_of_threads(*_: object) -> None:
    raise RuntimeError("can't start new thread")


def a_defect(*_: object, **__: object) -> None:
    raise ZeroDivisionError


def an_exit(*_: object, **__: object) -> None:
    raise SystemExit


@pytest.mark.parametrize(
    ("place", "name", "failure"),
    [
        (threading.Thread, "start", out_of_threads),
        (recorder, "lanes", a_defect),
        (Recorder, "_record_together", a_defect),
        (Recorder, "_recorded", an_exit),
        (Store, "save", a_defect),
        (Store, "save_loss", a_defect),
    ],
)
@pytest.mark.parametrize("cancelled", [False, True])
def test_every_case_is_settled_whatever_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    name: str,
    failure: Callable[..., None],
    cancelled: bool,
) -> None:
    suite = a_suite(*MANY)
    with serving(fine) as server:
        made = Recorder.of(a_target(server.url), Store(tmp_path), suite)
        with monkeypatch.context() as broken:
            broken.setattr(place, name, failure)
            made.start(NAMES)
            if cancelled:
                made.cancel()
            made.finish()  # which would wait for ever
    assert (made.done, made.planned) == (64, 64)


def test_one_thread_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a machine has no threads left, fewer record it all."""
    suite = a_suite(*IMAGES, *MANY)
    start = threading.Thread.start
    threads: list[threading.Thread] = []

    this = threading.current_thread()

    def only_one(thread: threading.Thread) -> None:
        # What still ends of another test may start threads of its own.
        ours = threading.current_thread() is this
        if threads and ours:
            raise RuntimeError("can't start new thread")
        threads.extend([thread] * ours)
        start(thread)

    made = Recorder.of(a_target("http://127.0.0.1:9/v1"), Store(tmp_path), suite)
    monkeypatch.setattr(TargetSession, "send", lambda *_: an_exchange())
    with monkeypatch.context() as crowded:
        crowded.setattr(threading.Thread, "start", only_one)
        made.start([*NAMES, "images/n"])
        made.finish()
    assert made.get("images/n").last.status == 200
    assert made.done == 66
