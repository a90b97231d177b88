"""A diff on a terminal, for a pull request, and for programs."""

import html
import json
import unicodedata
from datetime import date
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from conformance.formats.schema import validator
from conformance.inputs.waiver import Waiver
from conformance.reporting import report
from conformance.reporting.catalogue import Catalogue
from conformance.reporting.diff.describe import notes
from conformance.reporting.diff.difference import Diff, Strictness, diff
from conformance.reporting.diff.files import as_json, as_markdown
from conformance.reporting.diff.text import text
from conformance.reporting.document import Report
from conformance.reporting.terminal import Colors
from conformance.tests.comparing import attacked, on, said
from conformance.tests.reports import a_header, an_outcome, hostile, judge

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OLD = said(
    "relay",
    chat__broken="pass",
    chat__mended="violated",
    chat__lost="pass",
    chat__left="pass",
    chat__level="SHOULD pass",
    chat__gone="pass",
)
NEW = said(
    "relay",
    chat__broken="violated",
    chat__mended="pass",
    chat__lost="not-tested",
    chat__left="not-applicable",
    chat__level="pass",
    chat__new="SHOULD violated",
    chat__newer="pass",
)


def _harmful() -> Diff:
    """A diff in which nearly every text means harm."""
    new = attacked()
    new["verdicts"] = [v | {"verdict": "pass"} for v in new["verdicts"]]
    new["targets"][0] |= {"bad_waivers": ["\u202e"], "claims": [], "waivers": []}
    return diff(new, attacked())


def _terminal(found: Diff, width: int = 80) -> str:
    return text(found, Strictness.CONFORMANT, width, Colors.NONE)


def _forms(old: Report, new: Report) -> list[str]:
    found = diff(old, new)
    shown = html.unescape(as_markdown(found, Strictness.CONFORMANT))
    return [" ".join(form.split()) for form in (_terminal(found), shown)]


def test_both_forms_tell_each_change_under_its_title() -> None:
    for form in _forms(OLD, NEW):
        places = [
            form.index(part)
            for part in (
                "Newly violated (1)",
                "chat.broken",
                "Mended (1)",
                "chat.mended",
                "Other verdicts (1)",
                "chat.lost",
                "Capabilities (1)",
                "chat.left",
                "Levels (1)",
                "chat.level",
                "New requirements (1)",
                "chat.new",
                "1 pass",
                "Gone requirements (1)",
                "chat.gone",
            )
        ]
        assert places == sorted(places)
        assert "chat.newer" not in form


def test_both_forms_tell_what_was_and_what_is() -> None:
    for form in _forms(OLD, NEW):
        for part in (
            "it is violated (was: pass)",
            "was: it is violated",
            "pass → not-tested: it is not-tested",
            "it is not-applicable (chat.left)",
            "SHOULD → MUST, pass",
            "NOT CONFORMANT: 1 MUST violated",
            "1 MUST newly violated",
        ):
            assert part in form


def test_markdown_begins_with_the_verdict() -> None:
    worse = as_markdown(diff(OLD, NEW), Strictness.CONFORMANT)
    assert worse.startswith("# relaycert: worse than before\n")
    same = as_markdown(diff(OLD, OLD), Strictness.STRICT)
    assert same.startswith("# relaycert: not worse than before\n")
    assert "## " not in same


def test_the_terminal_ends_with_the_verdict() -> None:
    last = _terminal(diff(OLD, NEW)).rstrip().split("\n")[-1]
    assert last == "relay: WORSE: 1 MUST newly violated; 1 requirement mended"
    assert _terminal(diff(OLD, OLD)) == "relay: not worse\n"


def test_requirements_with_one_reason_are_told_once() -> None:
    offered = {f"chat__n{n}": "pass" for n in range(20)}
    absent = {f"chat__n{n}": "not-applicable" for n in range(20)}
    for form in _forms(said("relay", **offered), said("relay", **absent)):
        assert form.count("it is not-applicable") == 1
        assert "and 8 more" in form


def test_waivers_claims_and_models_that_changed_are_told() -> None:
    then, now = date(2099, 1, 1), date(2099, 2, 2)
    old = on("relay", an_outcome("chat.a"), waivers=(Waiver("chat.a", "known", then),))
    new = on(
        "relay",
        an_outcome("chat.a"),
        waivers=(Waiver("chat.a", "known", now), Waiver("chat.b", "new", now)),
        claims=("images",),
        models={"chat": "other"},
    )
    for form in _forms(old, new):
        for part in (
            "changed: until 2099-02-02, known",
            "new: until 2099-02-02, new",
            "claimed now",
            "m → other",
        ):
            assert part in form
    for form in _forms(new, old):
        assert "gone: until 2099-02-02, new" in form
        assert "no longer claimed" in form


def test_what_makes_two_reports_hard_to_compare_is_noted() -> None:
    header = a_header(version="9.9.9", digest="sha256:" + "1" * 64, selection="chat.*")
    new = report.build(header, [judge(an_outcome("chat.id"))], Catalogue())
    new["targets"][0]["profile"] = "aitre"
    new["run"]["defects"] = ["broken"]
    noted = " ".join(notes(diff(said("relay", chat__id="pass"), new)))
    for part in (
        "relaycert 9.9.9; the old report by 0.1.0",
        "a new requirement never counts as worse",
        "all then, chat.* now",
        "1 defect of the suite",
        "another contract",
    ):
        assert part in noted
    assert list(notes(diff(OLD, NEW))) == []


def test_json_keeps_its_published_form() -> None:
    for found in (diff(OLD, NEW), diff(hostile(), hostile()), _harmful()):
        told = json.loads(as_json(found))
        assert list(validator("own/diff").iter_errors(told)) == []
        assert list(validator("own/diff").iter_errors(told | {"more": 1}))


def test_json_says_what_changed_and_whether_it_is_worse() -> None:
    told = json.loads(as_json(diff(OLD, NEW)))
    assert (told["worse"], told["worse_strictly"]) == (True, True)
    (target,) = told["targets"]
    assert {kind: len(found) for kind, found in target["changes"].items()} == {
        "new": 2,
        "gone": 1,
        "violated": 1,
        "mended": 1,
        "capability": 1,
        "changed": 1,
        "level": 1,
    }
    assert target["changes"]["violated"][0]["old"]["verdict"] == "pass"


class _Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += len(attrs)


def test_hostile_texts_add_nothing_to_markdown() -> None:
    shown = as_markdown(_harmful(), Strictness.CONFORMANT)
    seen = _Seen(GITHUB.render(shown))
    assert seen.tags <= {"h1", "h2", "h3", "ul", "li", "p", "strong", "code"}
    assert seen.attributes == 0
    assert "alert" in shown


@pytest.mark.parametrize("width", [80, 120])
def test_hostile_texts_do_nothing_on_a_terminal(width: int) -> None:
    shown = _terminal(_harmful(), width)
    assert {c for c in shown if unicodedata.category(c)[0] == "C"} == {"\n"}
    assert max(map(cell_len, shown.split("\n"))) <= width
    assert "alert" in shown


def test_markdown_fits_a_pull_request_and_says_that_it_was_cut() -> None:
    many = {f"chat__n{n}": "pass" for n in range(3000)}
    broken = dict.fromkeys(many, "violated")
    shown = as_markdown(
        diff(said("r", **many), said("r", **broken)), Strictness.CONFORMANT
    )
    assert 50_000 < len(shown.encode()) <= 60_000
    *_, last, _, cut, _ = shown.split("\n")
    assert "Cut here" in cut
    assert last.startswith("- **MUST** <code>chat.n")
    assert last.endswith("</code>")
