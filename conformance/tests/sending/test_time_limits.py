"""What a time limit of ours ends is not the target's violation."""

from dataclasses import replace

import pytest

from conformance.core.exceptions import Undecided
from conformance.core.exchange import Exchange, Recording
from conformance.core.requirement import MUST, Requirement
from conformance.core.violation import Violation
from conformance.generation.checks import judge
from conformance.generation.request import Purpose
from conformance.requirements.http.test_transport import (
    test_answer_is_whole as whole,
)
from conformance.requirements.http.test_transport import (
    test_request_is_answered as answered,
)
from conformance.sending.applicability import check_recording
from conformance.tests.helpers import a_case, a_profile, a_suite, a_target, nothing
from conformance.tests.sending.test_sender import sent
from conformance.tests.server import CLOSE, Heard, Part

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 99\r\n\r\n"
)
SLOW: dict[str, list[Part]] = {
    "silent": [3.0, CLOSE],
    "stalls": [HEAD, b"data: {}\n\n", 3.0, CLOSE],
    "dribbles": [HEAD, *(part for _ in range(60) for part in (b":", 0.1)), CLOSE],
}
GONE: dict[str, list[Part]] = {
    "hangs up": [CLOSE],
    "breaks off": [HEAD, b"data: {}\n\n", CLOSE],
}


def recorded(parts: list[Part]) -> Recording:
    """What is recorded of a server that answers so."""

    def script(_: Heard) -> list[Part]:
        return parts

    return sent(script)[0]


def judged_before(id: str, recording: Recording) -> None:
    """Decide whether a requirement may be judged on a recording."""
    stated = Requirement(id, MUST, ("*",), "a/b#c", "Fix it.")
    check_recording(a_case(), a_target(), a_suite(), recording, stated, nothing())


@pytest.mark.parametrize("parts", SLOW.values(), ids=SLOW)
def test_an_answer_that_takes_long_is_nobodys_fault(parts: list[Part]) -> None:
    recording = recorded(parts)
    assert recording.last.own_limit
    with pytest.raises(Undecided, match=r"--timeout|_timeout"):
        (whole if recording.last.status else answered)(recording)
    with pytest.raises(Undecided):
        judged_before("chat.stream.done", recording)
    judged_before("auth.secret-kept", recording)


@pytest.mark.parametrize("parts", GONE.values(), ids=GONE)
def test_a_connection_that_is_gone_is_the_targets(parts: list[Part]) -> None:
    recording = recorded(parts)
    assert not recording.last.own_limit
    with pytest.raises(Violation):
        (whole if recording.last.status else answered)(recording)
    judged_before("chat.stream.done", recording)


def test_one_that_hung_up_is_told_beside_one_that_is_late() -> None:
    late, gone = recorded(SLOW["silent"]).last, recorded(GONE["hangs up"]).last
    with pytest.raises(Violation):
        answered(Recording("a/b", "relay", (late, gone)))


def generated(exchange: Exchange) -> None:
    """Judge whether a generated request was answered."""
    judge("answered", Purpose("chat"), exchange, a_profile())


def test_a_generated_request_may_take_long_as_well() -> None:
    with pytest.raises(Undecided):
        generated(recorded(SLOW["silent"]).last)
    with pytest.raises(Violation):
        generated(recorded(GONE["hangs up"]).last)


def test_a_recording_of_old_is_read_alike() -> None:
    late = recorded(SLOW["silent"]).last
    cut = "no answer came within the time limit"
    old = replace(late, response=replace(late.response, cut=cut))
    assert old.own_limit == cut
