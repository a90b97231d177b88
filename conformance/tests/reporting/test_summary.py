"""The summary on a terminal: complete, in its columns, and harmless."""

import io
import re
import sys
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from conformance.core.requirement import Level
from conformance.core.verdict import Verdict
from conformance.inputs.waiver import Waiver, waive
from conformance.reporting import findings, summary
from conformance.reporting.report import JudgedTarget
from conformance.reporting.terminal import Colors
from conformance.reporting.words import COLUMNS, mark_of
from conformance.tests.helpers import a_target
from conformance.tests.reports import (
    CURL,
    HOSTILE,
    TODAY,
    a_report,
    an_entry,
    an_outcome,
    hostile,
    judge,
    lost,
    violated,
)

FOLDER = Path("reports/now")
COLOR = re.compile(r"\x1b\[[0-9;]*m")


def _text(*judged: JudgedTarget, **changes: Any) -> str:
    made = a_report(*judged, entries=[an_entry("chat.id")])
    return summary.text(made, FOLDER, 80, Colors.NONE)


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_but_a_curl_line_is_wider_than_the_terminal(width: int) -> None:
    for line in summary.text(hostile(), FOLDER, width, Colors.NONE).split("\n"):
        assert cell_len(line) <= width or line.startswith("  curl ")


def test_without_colours_nothing_but_text_and_newlines_is_written() -> None:
    text = summary.text(hostile(), FOLDER, 80, Colors.NONE)
    acting = {c for c in text if unicodedata.category(c)[0] == "C"}
    assert acting == {"\n"}


def test_with_colours_a_target_still_has_no_say_in_them() -> None:
    coloured = summary.text(hostile(), FOLDER, 80, Colors.ANSI)
    assert COLOR.search(coloured)
    bare = [line.rstrip() for line in COLOR.sub("", coloured).split("\n")]
    assert bare == summary.text(hostile(), FOLDER, 80, Colors.NONE).split("\n")


def test_markup_from_a_target_is_shown_as_it_came() -> None:
    assert HOSTILE[4] in _text(judge(violated("chat.id", got=HOSTILE[4])))


def test_a_violated_must_says_all_that_is_needed() -> None:
    lines = _text(judge(violated("chat.id"))).split("\n")
    place = lines.index("MUST chat.id")
    assert lines[place + 1 : place + 8] == [
        "  An answer has what chat.id says.",
        "  expected  a text",
        "  got       7",
        "  where     /id, in chat/minimal",
        "  impact    Clients cannot tell answers apart.",
        "  fix       Send an id.",
        lines[place + 7],
    ]
    assert lines[place + 7].startswith("  source    ")
    assert lines[place + 8] == f"  {CURL}"


def test_musts_come_before_shoulds_and_these_before_mays() -> None:
    text = _text(
        judge(violated("a.a", "MAY"), violated("b.b", "SHOULD"), violated("c.c"))
    )
    assert text.index("MUST c.c") < text.index("SHOULD b.b") < text.index("MAY a.a")


def test_a_curl_line_too_long_to_paste_is_pointed_to() -> None:
    text = _text(judge(violated("chat.id", curl="curl " + "x" * 5000)))
    assert "too long to show: it stands in report.json" in text
    assert "xxx" not in text


def test_items_with_the_same_message_are_counted_not_repeated() -> None:
    items = [violated("chat.id", case=f"chat/c{n}") for n in range(4)]
    text = _text(judge(*items))
    assert "/id, in chat/c0; and on 3 more cases" in text
    assert text.count("MUST chat.id") == 1


def test_items_with_another_message_and_passes_are_told_apart() -> None:
    made = a_report(
        judge(
            violated("chat.id", case="chat/a"),
            violated("chat.id", case="chat/b", message="other"),
            an_outcome("chat.id", case="chat/c"),
        )
    )
    assert findings.more(made["verdicts"][0]) == "in another way on 1 more case"


def test_a_plain_assertion_shows_its_message() -> None:
    bare = violated("chat.id", message="assert 500 == 404", expected="", got="", at="")
    assert "found     assert 500 == 404" in _text(judge(bare))


def test_what_was_not_tested_is_grouped_by_its_reason() -> None:
    refused = "the target refuses the key (401): check what RELAY_KEY holds"
    dead = [lost(f"chat.n{n}", message=refused) for n in range(12)]
    text = " ".join(_text(judge(*dead, lost("chat.x", message="gone"))).split())
    assert f"not tested 12 requirements: {refused}" in text
    assert "not tested 1 requirement: gone" in text
    assert text.index("12 requirements") < text.index("1 requirement: gone")


def test_what_is_not_applicable_takes_one_entry() -> None:
    absent = [
        an_outcome("chat.a", verdict="not-applicable", message="chat.n is not offered"),
        an_outcome("chat.b", verdict="not-applicable", message="chat.x is not offered"),
    ]
    assert (
        "n.a.      2 requirements: chat.n is not offered; chat.x is not offered"
        in _text(judge(*absent))
    )


def test_waivers_stay_visible_and_bad_ones_are_named() -> None:
    target = a_target(
        waivers=(
            Waiver("chat.id", "known", date(2027, 1, 1)),
            Waiver("chat.old", "known", date(2025, 1, 1)),
        )
    )
    text = _text(
        judge(waive(violated("chat.id"), target.waivers, TODAY), target=target)
    )
    assert "waived    MUST chat.id: expected a text, got 7, at /id" in text
    assert "the waiver for chat.old expired on 2025-01-01" in text


def test_the_end_has_a_line_for_each_target_and_the_report() -> None:
    lines = _text(judge(violated("chat.id")), judge(an_outcome())).split("\n")
    assert lines[-4:] == [
        "relay: NOT CONFORMANT: 1 MUST violated",
        "relay: conformant, no SHOULD judged",
        "report: reports/now/report.html, report.md, report.json, compare.html",
        "",
    ]


def test_one_target_has_no_comparison() -> None:
    last = _text(judge(an_outcome())).split("\n")[-2]
    assert last == "report: reports/now/report.html, report.md, report.json"


def test_the_table_adds_up() -> None:
    found = judge(an_outcome("chat.a"), violated("chat.b"), lost("models.c"))
    made = a_report(found)
    rows = dict(findings.rows(made["targets"][0]))
    assert rows["chat"] == (1, 1, 0, 0, 0, 0, 0, 0)
    assert rows["models"] == (0, 0, 0, 0, 0, 0, 1, 0)
    assert rows["all"] == (1, 1, 0, 0, 0, 0, 1, 0)
    text = _text(found)
    assert re.search(r"^chat +1 +1 +· +· +· +· +· +·$", text, re.MULTILINE)


def test_every_verdict_has_its_column() -> None:
    marks = {mark_of(level, verdict) for level in Level for verdict in Verdict}
    assert marks == set(COLUMNS)


def test_a_defect_of_the_suite_is_shown() -> None:
    made = a_report(judge(an_outcome()))
    made["run"]["defects"].append("test_x: KeyError: 'id'")
    text = summary.text(made, FOLDER, 80, Colors.NONE)
    assert "defect of the suite: test_x: KeyError: 'id'" in text


def test_printing_takes_any_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "ascii"))
    summary.print_summary(hostile(), FOLDER)
    assert b"NOT CONFORMANT" in raw.getvalue()
