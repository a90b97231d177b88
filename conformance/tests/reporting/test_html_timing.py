"""The plots of times: right numbers, and nothing beyond their frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.reporting.html.timing import HEIGHT, WIDTH, axis, duration, plots


def _rows(*times: float, status: int = 200) -> list[tuple[str, dict[str, object]]]:
    return [
        (f"chat/n{n}", {"response": _response(seconds, status)})
        for n, seconds in enumerate(times)
    ]


def _response(seconds: float, status: int) -> dict[str, object]:
    return {
        "status": status,
        "headers": [],
        "pieces": [],
        "first_byte": seconds / 2,
        "total": seconds,
    }


def test_median_slowest_and_number_are_those_of_the_answers() -> None:
    first, total = plots(_rows(0.1, 0.2, 0.9))
    assert (first.name, total.name) == ("First byte", "Total")
    assert (total.median, total.number) == (0.2, 3)
    assert total.slowest == ("chat/n2", 0.9)
    assert first.median == 0.1


def test_ninety_five_in_a_hundred_are_within_the_last_but_few() -> None:
    total = plots(_rows(*range(1, 102)))[-1]
    assert total.p95 == pytest.approx(96)


def test_the_longest_gap_is_that_of_a_stream() -> None:
    stream = _response(3, 200) | {
        "headers": [["content-type", "text/event-stream"]],
        "pieces": [{"at": 0.5}, {"at": 0.75}, {"at": 2.75}, {"at": 3.0}],
    }
    gap = plots([("chat/stream", {"response": stream}), *_rows(1)])[1]
    assert (gap.name, gap.number, gap.median) == ("Longest gap", 1, 2.0)


def test_what_was_not_answered_or_cannot_be_read_is_not_plotted() -> None:
    assert plots(_rows(1.0, status=0)) == []
    assert plots([("a", {}), ("b", {"response": 7})]) == []
    assert plots([("a", {"response": _response(float("nan"), 200)})]) == []


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=300))
def test_no_column_leaves_the_frame(times: list[float]) -> None:
    for plot in plots(_rows(*times)):
        assert plot.bars
        assert 0 <= plot.median_x <= WIDTH
        for bar in plot.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= WIDTH
            assert 0 < bar.height <= HEIGHT


def test_the_scale_is_marked_in_tens() -> None:
    places = [x for x, _ in axis()]
    assert places == [0, 96, 192, 288, 384]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.00042, "0.4 ms"),
        (0.042, "42 ms"),
        (0.1, "0.10 s"),
        (9.5, "9.50 s"),
        (61, "61 s"),
    ],
)
def test_durations_have_the_unit_that_people_would_use(
    seconds: float, said: str
) -> None:
    assert duration(seconds) == said
