"""Causes as they are told: one for each, with the violations that it explains."""

import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.core.explanation import same_answer
from conformance.core.finding import Finding
from conformance.core.requirement import Level
from conformance.core.target_verdict import TargetVerdict, by_requirement
from conformance.core.verdict import Outcome, Verdict
from conformance.formats.schema import validator
from conformance.reporting import badge, causes, findings, markdown, summary, totals
from conformance.reporting import html as html_page
from conformance.reporting.allure import causes as allure_causes
from conformance.reporting.compare.matrix import Written, compare
from conformance.reporting.diff.describe import sections
from conformance.reporting.diff.difference import diff
from conformance.reporting.html.view import views
from conformance.reporting.report import JudgedTarget
from conformance.reporting.terminal import Colors
from conformance.reporting.usage import Usage
from conformance.tests.helpers import a_target
from conformance.tests.reports import HOSTILE, MOMENT, a_report, an_entry, violated

BELOW = {id: same_answer("errors.no-5xx") for id in ("errors.json", "errors.message")}
ENTRIES = [
    an_entry(id, explained_by=BELOW.get(id, ()))
    for id in ("errors.no-5xx", "errors.json", "errors.message", "chat.n")
]
SEEN = (
    violated("errors.no-5xx"),
    violated("errors.json", message="expected JSON, got 7"),
    violated("errors.message", "SHOULD"),
    violated("chat.n", case="chat/n", recording="recordings/relay/chat/n.json"),
)


def judged(*outcomes: Outcome) -> JudgedTarget:
    verdicts = by_requirement(outcomes or SEEN)
    verdict = TargetVerdict(verdicts, explanations=BELOW)
    return JudgedTarget(a_target(), verdict, Usage(3, 1, 20, 10, 999, 1.25))


def report(*outcomes: Outcome) -> Any:
    return a_report(judged(*outcomes), entries=ENTRIES)


def terminal(made: Any) -> str:
    return summary.text(made, Path("reports/now"), 100, Colors.NONE)


def test_the_report_tells_each_cause_with_what_it_explains() -> None:
    fold = {"level": "MUST", "by": "errors.no-5xx", "bond": "answer"}
    assert report()["targets"][0]["causes"] == [
        {"requirement": "chat.n", "level": "MUST", "folded": []},
        {
            "requirement": "errors.no-5xx",
            "level": "MUST",
            "folded": [
                {"requirement": "errors.json", **fold},
                {"requirement": "errors.message", **fold, "level": "SHOULD"},
            ],
        },
    ]
    assert not list(validator("own/report").iter_errors(report()))


def test_the_headline_counts_causes_and_musts() -> None:
    words = "2 causes, 3 MUSTs violated"
    made = report()
    target = made["targets"][0]
    assert totals.conclusion(judged().verdict) == f"NOT CONFORMANT: {words}"
    assert badge.of_target(made, target).message.startswith(words)
    assert f"relay: NOT CONFORMANT: {words}" in terminal(made)
    assert f"**NOT CONFORMANT: {words}**" in html.unescape(markdown.render(made))


def test_one_cause_is_counted_as_well() -> None:
    line = totals.conclusion(judged(SEEN[0]).verdict)
    assert line == "NOT CONFORMANT: 1 cause, 1 MUST violated"


def test_each_violation_is_in_one_group() -> None:
    made = report()
    groups = causes.groups(made, made["targets"][0])
    ids = [
        (g.verdict["requirement"], [f.verdict["requirement"] for f in g.folded])
        for g in groups
    ]
    assert ids == [
        ("chat.n", []),
        ("errors.no-5xx", ["errors.json", "errors.message"]),
    ]
    assert groups[1].folded[0].why == (
        "errors.no-5xx, where the very same answer violates both"
    )


def test_in_an_older_report_each_violation_stands_for_itself() -> None:
    made = report()
    del made["targets"][0]["causes"]
    groups = causes.groups(made, made["targets"][0])
    assert [len(group.folded) for group in groups] == [0] * len(SEEN)
    message = badge.of_target(made, made["targets"][0]).message
    assert message.startswith("3 MUSTs violated")


def test_a_cause_that_a_later_version_tells_of_is_passed_over() -> None:
    made = report()
    folded = made["targets"][0]["causes"][1]["folded"]
    folded[0]["bond"] = "moon"
    folded.append({**folded[0], "requirement": "errors.later"})
    made["targets"][0]["causes"].append({**folded[0], "folded": []})
    groups = causes.groups(made, made["targets"][0])
    assert [len(group.folded) for group in groups] == [0, 2]
    assert groups[1].folded[0].why == "errors.no-5xx, moon"


def test_a_terminal_tells_what_a_cause_explains_below_it() -> None:
    text = terminal(report())
    assert text.count("MUST errors.json") == 1
    line = "  explains  MUST errors.json: expected JSON, got 7 (chat/minimal)\n"
    assert line in text
    assert text.index("MUST errors.no-5xx") < text.index(line)
    assert "            SHOULD errors.message: expected a text, got 7" in text


def test_markdown_tells_what_a_cause_explains_inside_it() -> None:
    text = markdown.render(report())
    cause = text.index("<code>errors.no-5xx</code>")
    below = text.index("<code>errors.json</code>")
    assert cause < below < text.index("</details>", cause)
    assert text.count("<details>") == 2


MORE = tuple(
    Finding(message=f"expected more, got {n}", expected="more", got=str(n), step="s")
    for n in range(25)
)


def test_every_answer_that_violates_it_is_told_up_to_a_number() -> None:
    made = report(violated("chat.n", more=MORE))
    item = made["verdicts"][0]["items"][0]
    assert len(item["more"]) == 20
    assert item["unshown"] == 5
    lines = findings.also(made["verdicts"][0], 3)
    assert lines == [
        "expected more, got 0 (the step s of chat/minimal)",
        "expected more, got 1 (the step s of chat/minimal)",
        "expected more, got 2 (the step s of chat/minimal)",
        "and 18 more, which report.json has",
    ]
    assert findings.also(made["verdicts"][0], 30)[-1] == (
        "5 more requests of the recordings"
    )
    assert not list(validator("own/report").iter_errors(made))


def test_what_is_alike_is_told_once() -> None:
    items = [violated("chat.n", case=f"chat/{n}") for n in "abc"]
    made = report(*items, violated("chat.n", case="chat/d", message="other"))
    assert findings.also(made["verdicts"][0], 9) == [
        "the same (chat/b, chat/c)",
        "other (chat/d)",
    ]
    assert "  also      the same (chat/b, chat/c)\n" in terminal(made)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_told_besides_is_harmless(text: str) -> None:
    finding = Finding(message=text, expected=text, got=text, at=text, step=text)
    made = report(violated("errors.no-5xx", more=(finding,)), *SEEN[1:])
    assert "\x1b" not in terminal(made)
    assert "<script" not in markdown.render(made)


def test_levels_are_those_of_the_contract() -> None:
    should = [violated("errors.no-5xx", "SHOULD"), violated("errors.json")]
    assert [cause["level"] for cause in report(*should)["targets"][0]["causes"]] == [
        Level.MUST,
        Level.SHOULD,
    ]


def test_the_page_has_a_row_for_each_cause_with_the_others_below() -> None:
    view = views(report())[0]
    must, should = (view.groups[0], [g for g in view.groups if g.mark == "should"])
    assert [row.verdict["requirement"] for row in must.rows] == [
        "chat.n",
        "errors.no-5xx",
    ]
    below = must.rows[1].folded
    assert [(row.verdict["requirement"], row.cause) for row in below] == [
        ("errors.json", "errors.no-5xx"),
        ("errors.message", "errors.no-5xx"),
    ]
    assert (must.number, must.causes) == (3, 2)
    assert not should
    assert view.counts == {"must": 3, "should": 1}


def test_the_page_shows_each_violation_once(tmp_path: Path) -> None:
    page = html_page.render(report(), tmp_path)
    for outcome in SEEN:
        assert page.count(f'id="{outcome.requirement}"') == 1
    folded = page.index('<details class="folded">')
    assert page.index('id="errors.no-5xx"') < folded < page.index('id="errors.json"')
    assert "explains 2 more violations:" in page
    assert "2 causes, 3 MUSTs violated" in page


def test_the_page_has_evidence_of_each_answer(tmp_path: Path) -> None:
    page = html_page.render(report(violated("chat.n", more=MORE[:2])), tmp_path)
    data = page.split('id="data">')[1].split("</script>")[0]
    items = json.loads(data)["items"]["chat.n"]
    texts = json.loads(data)["texts"]
    assert [texts[item["got"]] for item in items] == ["7", "0", "1"]


def test_a_comparison_says_what_a_violation_follows_from(tmp_path: Path) -> None:
    comparison = compare([Written(report(), tmp_path)])
    cells = {
        row["requirement"]: row["cells"][0]
        for area in comparison["areas"]
        for row in area["requirements"]
    }
    said = {id: cell["cause"] for id, cell in cells.items() if cell}
    assert said == {
        "chat.n": "",
        "errors.no-5xx": "",
        "errors.json": "errors.no-5xx",
        "errors.message": "errors.no-5xx",
    }
    assert not list(validator("own/compare").iter_errors(comparison))


def test_a_diff_puts_what_follows_behind_its_cause() -> None:
    passed = [replace(o, verdict=Verdict.PASS, message="") for o in SEEN]
    change = diff(report(*passed), report())
    entries = sections(change.targets[0])[0].entries
    assert [entry.name for entry in entries] == [
        "chat.n",
        "errors.no-5xx",
        "errors.json",
        "errors.message",
    ]
    assert entries[2].text.endswith("; follows from errors.no-5xx")
    assert "follows" not in entries[1].text


def a_result(requirement: str, verdict: str, stop: int) -> str:
    rows = (("target", "relay"), ("requirement", requirement), ("verdict", verdict))
    labels = [{"name": name, "value": value} for name, value in rows]
    return json.dumps({"stop": stop, "labels": labels})


def test_allure_is_told_of_each_cause(tmp_path: Path) -> None:
    now = int(MOMENT.timestamp() * 1000) + 5
    results = {
        "root": a_result("errors.no-5xx", "violated", now),
        "below": a_result("errors.json", "violated", now),
        "passed": a_result("errors.json", "pass", now),
        "earlier": a_result("errors.json", "violated", now - 1000),
    }
    for name, text in results.items():
        (tmp_path / f"{name}-result.json").write_text(text, "utf-8")
    allure_causes.label(report(), tmp_path)
    told = {}
    for name in results:
        labels = json.loads((tmp_path / f"{name}-result.json").read_bytes())["labels"]
        told[name] = [row["value"] for row in labels if row["name"] == "cause"]
    expected = {"root": ["errors.no-5xx"], "below": ["errors.no-5xx"]}
    assert told == {"passed": [], "earlier": [], **expected}
    (tmp_path / "odd-result.json").write_text('{"violated"', "utf-8")
    with pytest.raises(pytest.UsageError, match="cannot be labelled"):
        allure_causes.label(report(), tmp_path)
