"""A comparison on a terminal: what differs, in its columns, and harmless."""

import unicodedata

import pytest
from rich.cells import cell_len

from conformance.reporting.compare.matrix import Comparison
from conformance.reporting.compare.text import milliseconds, text
from conformance.reporting.terminal import Colors
from conformance.tests.comparing import attacked, compared, large, said
from conformance.tests.reports import hostile


def _text(comparison: Comparison, width: int = 80) -> str:
    return text(comparison, width, Colors.NONE)


def _rows(comparison: Comparison) -> list[list[str]]:
    return [line.split() for line in _text(comparison).split("\n")]


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for made in (compared(hostile()), compared(attacked(), attacked()), large()):
        for line in _text(made, width).split("\n"):
            assert cell_len(line) <= width


def test_nothing_but_text_and_newlines_is_written() -> None:
    shown = _text(compared(hostile(), attacked()))
    assert {c for c in shown if unicodedata.category(c)[0] == "C"} == {"\n"}


def test_what_only_some_violate_stands_in_the_matrix() -> None:
    rows = _rows(
        compared(
            said("a", chat__a="pass", chat__b="violated", chat__c="SHOULD violated"),
            said("b", chat__a="pass", chat__b="pass", chat__c="MAY violated"),
        )
    )
    assert ["chat.b", "✗", "✓"] in rows
    assert ["chat.c", "!", "~"] in rows
    assert all(row[:1] != ["chat.a"] for row in rows)


def test_other_differences_are_counted_by_area() -> None:
    shown = _text(
        compared(
            said(
                "a", chat__a="pass", chat__b="pass", models__c="pass", models__d="pass"
            ),
            said(
                "b",
                chat__a="not-applicable",
                chat__b="not-tested",
                models__c="inconclusive",
                models__d="pass",
            ),
        )
    )
    assert "none violates it: chat 2, models 1." in shown
    assert "No difference between targets: 1." in shown


def test_the_totals_have_a_row_for_each_target() -> None:
    rows = _rows(compared(said("a", chat__a="pass"), said("b", chat__a="violated")))
    assert ["1", "1", *"·······"] in rows
    assert ["2", "·", "1", *"······"] in rows


def test_the_conclusion_stands_beside_the_name() -> None:
    shown = _text(compared(said("my relay", chat__a="violated")))
    assert "1 my relay  openai  NOT CONFORMANT: 1 MUST violated" in shown


def test_notes_are_told() -> None:
    one, other = said("a", chat__a="pass"), said("b", chat__a="pass")
    other["suite"]["version"] = "9.9.9"
    assert "note  The reports were made by different versions" in _text(
        compared(one, other)
    )


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.00123, "1.2 ms"), (0.0496, "50 ms"), (0.999, "999 ms"), (12.34, "12.3 s")],
)
def test_times_have_as_many_digits_as_mean_something(
    seconds: float, expected: str
) -> None:
    assert milliseconds(seconds) == expected
