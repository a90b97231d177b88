"""Times of answers, from recordings of which nothing can be trusted."""

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.reporting.compare.timing import Latency, latencies, times


def _recording(*answers: tuple[str, int, float, float], case: str = "chat/a") -> Any:
    exchanges = [
        {
            "step": step,
            "response": {"status": status, "first_byte": first, "total": total},
        }
        for step, status, first, total in answers
    ]
    return {"case": case, "exchanges": exchanges}


def _put(folder: Path, name: str, value: object) -> None:
    path = folder / "recordings" / "relay" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))


def test_accepted_answers_are_timed_by_case_step_and_repeat(tmp_path: Path) -> None:
    _put(tmp_path, "target.json", {"name": "my relay"})
    recorded = _recording(
        ("a", 200, 0.1, 0.2), ("poll", 200, 0.3, 0.4), ("poll", 200, 0.5, 0.6)
    )
    _put(tmp_path, "chat/a.json", recorded)
    assert times(tmp_path, "my relay") == {
        ("chat/a", "a", 1): (0.1, 0.2),
        ("chat/a", "poll", 1): (0.3, 0.4),
        ("chat/a", "poll", 2): (0.5, 0.6),
    }


def test_refusals_and_lost_answers_are_not_timed(tmp_path: Path) -> None:
    _put(tmp_path, "target.json", {"name": "relay"})
    _put(tmp_path, "a.json", _recording(("a", 400, 0.1, 0.2), ("b", 0, 0.1, 0.2)))
    _put(tmp_path, "b.json", {"lost": "the host is dead"})
    assert times(tmp_path, "relay") == {}


def test_another_targets_recordings_are_not_taken(tmp_path: Path) -> None:
    _put(tmp_path, "target.json", {"name": "other"})
    _put(tmp_path, "a.json", _recording(("a", 200, 0.1, 0.2)))
    assert times(tmp_path, "relay") == {}


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[" * 100_000,
        [],
        {"exchanges": 7},
        {"case": "a", "exchanges": [{"step": "a", "response": None}]},
        _recording(("a", 200, float("nan"), 0.2)),
        _recording(("a", 200, 1.0, float("inf"))),
        '{"case": "a", "exchanges": [{"step": "a", "response": {"status": 200, '
        f'"first_byte": 1{"0" * 400}, "total": 1}}}}]}}',
        {"case": "a", "exchanges": [{"step": "a", "response": {"status": "x"}}]},
    ],
)
def test_a_broken_recording_has_no_times_and_harms_no_other(
    tmp_path: Path, broken: object
) -> None:
    _put(tmp_path, "target.json", {"name": "relay"})
    _put(tmp_path, "a.json", broken)
    _put(tmp_path, "b.json", _recording(("a", 200, 0.1, 0.2), case="b"))
    assert times(tmp_path, "relay") == {("b", "a", 1): (0.1, 0.2)}


def test_a_folder_without_recordings_has_no_times(tmp_path: Path) -> None:
    assert times(tmp_path, "relay") == {}


def _measured(**times: float) -> dict[tuple[str, str, int], tuple[float, float]]:
    return {(case, "a", 1): (t, 2 * t) for case, t in times.items()}


def test_medians_are_taken_over_the_answers_that_all_gave() -> None:
    fast = _measured(a=1, b=2, c=3, slow=100)
    other = _measured(a=5, b=6, c=7)
    assert latencies([fast, other]) == [Latency(3, 2, 4), Latency(3, 6, 12)]


def test_a_target_without_recordings_leaves_the_others_theirs() -> None:
    assert latencies([_measured(a=1), {}]) == [Latency(1, 1, 2), None]


def test_targets_that_share_no_answer_cannot_be_compared_in_time() -> None:
    assert latencies([_measured(a=1), _measured(b=1)]) == [None, None]
    assert latencies([]) == []
