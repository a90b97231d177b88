"""Badges: what a run came to, never more than it came to."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from conformance.core.target_verdict import Scope
from conformance.core.verdict import ExitCode, Outcome
from conformance.inputs.waiver import Waiver
from conformance.reporting import badge, report
from conformance.reporting.badge import Badge
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.document import Report
from conformance.tests.comparing import attacked, on, said
from conformance.tests.reports import (
    TODAY,
    a_header,
    a_report,
    an_outcome,
    hostile,
    judge,
    lost,
    violated,
)

KEPT = an_outcome("chat.a", "SHOULD")
SVG = "{http://www.w3.org/2000/svg}"


def _of(*outcomes: Outcome, **header: Any) -> Badge:
    made = report.build(a_header(**header), [judge(*outcomes)], Catalogue())
    return badge.of_target(made, made["targets"][0])


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([an_outcome(), KEPT], "conformant, strict"),
        ([an_outcome(), KEPT, violated("chat.b", "MAY")], "conformant, strict"),
        ([an_outcome(), KEPT, violated("chat.b", "SHOULD")], "conformant"),
        ([an_outcome()], "conformant"),
        ([violated("chat.a"), violated("chat.b")], "2 MUSTs violated"),
        ([violated("chat.a"), lost("chat.b")], "1 MUST violated"),
        ([an_outcome(), lost("chat.b")], "incomplete"),
        ([], "incomplete"),
        ([an_outcome(), an_outcome("chat.b", verdict="waived")], "1 waived"),
        ([an_outcome("chat.b", verdict="waived"), lost("chat.c")], "incomplete"),
    ],
)
def test_a_badge_says_what_was_reached(outcomes: list[Outcome], expected: str) -> None:
    assert _of(*outcomes).message == f"{expected} · 2026-11-22"


def test_a_badge_names_suite_and_profile() -> None:
    assert _of(an_outcome()).label == "relaycert 0.1.0 · openai"


@pytest.mark.parametrize("outcome", [an_outcome(), violated("chat.a")])
def test_a_part_has_a_grey_badge(outcome: Outcome) -> None:
    made = a_report(judge(outcome, scope=Scope(285, narrowed=True)))
    shown = badge.of_target(made, made["targets"][0])
    fate = "none violated" if outcome.verdict == "pass" else "1 MUST violated"
    assert shown.message == f"1 of 285 judged, {fate} · 2026-11-22"
    assert shown.color == "#57606a"


def test_the_badge_of_several_targets_says_which_are_parts() -> None:
    made = said("my relay", chat__id="pass")
    part = a_report(judge(an_outcome(), scope=Scope(285, narrowed=True)))
    made["targets"] += part["targets"]
    shown = badge.of_all(made)
    assert shown.message == "1 of 2 judged in part · 2026-11-22"
    assert shown.color == "#57606a"


def test_a_waiver_that_does_not_hold_bars_the_badge() -> None:
    stale = (Waiver("chat.id", "known", TODAY),)
    made = on("relay", an_outcome(), waivers=stale)
    shown = badge.of_target(made, made["targets"][0])
    assert shown.message.startswith("1 waiver not valid")


def test_a_defect_of_the_suite_leaves_nothing_to_show() -> None:
    shown = _of(an_outcome(), exit_code=ExitCode.DEFECT)
    assert shown.message.startswith("defect of the suite")


def _names(made: Report) -> list[str]:
    return [name for name, _ in badge.files(made)]


def test_one_target_has_one_badge() -> None:
    assert _names(said("my relay", chat__id="pass")) == ["badge.svg", "badge.json"]
    assert _names(a_report()) == []


def test_several_targets_have_one_each_and_one_together() -> None:
    made = said("my relay", chat__id="pass")
    made["targets"] += said("../other", chat__id="violated")["targets"]
    assert sorted(_names(made)) == [
        "badge-my-relay.json",
        "badge-my-relay.svg",
        "badge-other.json",
        "badge-other.svg",
        "badge.json",
        "badge.svg",
    ]
    told = json.loads(dict(badge.files(made))["badge.json"])
    assert told["message"] == "1 of 2 conformant · 2026-11-22"


def test_the_endpoint_has_the_form_that_shields_reads() -> None:
    told = json.loads(badge.as_json(Badge("a", "b", "#1a7f37")))
    assert told == {
        "schemaVersion": 1,
        "label": "a",
        "message": "b",
        "color": "1a7f37",
    }


def test_a_picture_says_itself_aloud() -> None:
    picture = ElementTree.fromstring(badge.svg(Badge("the label", "it is", "#1a7f37")))
    title = picture.find(f"{SVG}title")
    assert title is not None
    assert title.text == "the label: it is"
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == title.get("id")


def test_the_texts_fit_their_halves() -> None:
    for text in ("i", "W" * 30, "conformant, strict · 2026-11-22"):
        picture = ElementTree.fromstring(badge.svg(Badge(text, "m", "#1a7f37")))
        first, second = picture.iter(f"{SVG}text")
        end = float(first.get("x", 0)) + float(first.get("textLength", 0))
        assert end < float(second.get("x", 0)) < float(picture.get("width", 0))


def test_a_picture_is_only_a_picture_whatever_a_report_says() -> None:
    for made in (hostile(), attacked()):
        for name, text in badge.files(made):
            assert "/" not in name
            if name.endswith(".svg"):
                tags = {one.tag for one in ElementTree.fromstring(text).iter()}
                assert tags <= {
                    SVG + tag
                    for tag in ("svg", "title", "clipPath", "rect", "g", "path", "text")
                }


@pytest.mark.parametrize(
    "outcomes",
    [
        [an_outcome()],
        [an_outcome(), violated("chat.b", "SHOULD")],
        [violated("chat.a")],
        [lost("chat.a")],
    ],
)
def test_white_text_stands_out_from_each_colour(outcomes: list[Outcome]) -> None:
    color = _of(*outcomes).color
    red, green, blue = (_linear(int(color[n : n + 2], 16)) for n in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert 1.05 / (luminance + 0.05) >= 4.5


def _linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
