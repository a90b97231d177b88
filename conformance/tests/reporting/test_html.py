"""The page: everything in it is text, and it asks nobody for anything."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.core.target_verdict import Scope
from conformance.core.verdict import Outcome
from conformance.formats.escape import visible
from conformance.reporting import report
from conformance.reporting.html import render, view
from conformance.reporting.html.page import prose
from conformance.tests.browser.made import attacked, large, ordinary
from conformance.tests.reports import (
    HOSTILE,
    a_report,
    an_outcome,
    hostile,
    judge,
    violated,
)

LOADS = {"src", "srcset", "action", "formaction", "data", "poster", "background"}


class _Page(HTMLParser):
    """Tags, attributes, texts of elements that run, and what is there to be read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.text = ""
        self._within = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._within = tag

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in ("script", "style"):
            self.raw.append((self._within, data))
        else:
            self.text += data

    def attributes(self) -> set[str]:
        """The names of all attributes."""
        return {name for _, found in self.tags for name in found}

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element with this tag."""
        return [found for name, found in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> _Page:
    """The ordinary report."""
    folder = tmp_path_factory.mktemp("ordinary")
    return _Page(render(ordinary(folder), folder))


def _tags(made: _Page) -> dict[str, int]:
    names = [tag for tag, _ in made.tags]
    return {name: names.count(name) for name in names}


def test_the_verdict_stands_first_and_large(page: _Page) -> None:
    assert [tag for tag, _ in page.tags].count("h1") == 1
    said = page.text
    assert said.index("Not conformant") < said.index("Areas")
    assert said.index("Areas") < said.index("Requirements")


def test_each_requirement_can_be_linked_to_and_reads_without_scripts(
    page: _Page,
) -> None:
    rows = [one for one in page.all("details") if one.get("class") == "row"]
    assert {one["id"] for one in rows} >= {"chat.id", "chat.stream.done", "audio.none"}
    for part in (
        "An answer has what chat.id says.",
        "a text",
        "/id, in chat/minimal",
        "Clients cannot tell answers apart.",
        "Send an id.",
    ):
        assert part in page.text


def test_what_was_not_judged_stands_under_its_reason(page: _Page) -> None:
    assert page.text.count("not offered") == 3  # once above, and once for each
    assert "Not applicable 2not offered" in page.text


def test_a_page_has_its_language_landmarks_and_a_way_past_the_header(
    page: _Page,
) -> None:
    assert page.all("html")[0]["lang"] == "en"
    assert {"header", "main", "footer"} <= {tag for tag, _ in page.tags}
    assert page.all("a")[0]["class"] == "skip"


def test_the_page_lets_in_nothing_but_its_own_scripts_and_style(page: _Page) -> None:
    metas = page.all("meta")
    policy = next(m["content"] for m in metas if "http-equiv" in m)
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    runs = [text for tag, text in page.raw if tag == "style" or "use strict" in text]
    assert len(runs) == 2
    for text in runs:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_the_page_asks_nobody(page: _Page) -> None:
    assert page.attributes() & LOADS == set()
    assert all((link["href"] or "").startswith("data:") for link in page.all("link"))
    for tag, text in page.raw:
        assert tag == "script" or "url(" not in text
        assert "@import" not in text


def test_hostile_targets_add_no_tag_attribute_or_script(tmp_path: Path) -> None:
    harmless: Any = attacked(tmp_path / "a")
    for found in harmless["verdicts"]:
        for item in found["items"]:
            item |= dict.fromkeys(("message", "expected", "got", "at", "curl"), "text")
        found["message"] = "text"
    before = _Page(render(harmless, tmp_path / "a"))
    after = _Page(render(attacked(tmp_path / "b"), tmp_path / "b"))
    assert _tags(after) == _tags(before)
    assert after.attributes() == before.attributes()
    assert not any(name.startswith("on") for name in after.attributes())


def test_hostile_names_are_shown_as_text() -> None:
    found = _Page(render(hostile(), Path("nowhere")))
    assert found.attributes() & LOADS == set()
    assert not any(name.startswith("on") for name in found.attributes())
    assert [tag for tag, _ in found.tags].count("script") == 3
    for text in HOSTILE[:4]:
        assert f"relay {HOSTILE.index(text)} {visible(text)}"[:80] in found.text


def test_the_data_cannot_be_broken_out_of(tmp_path: Path) -> None:
    text = render(attacked(tmp_path), tmp_path)
    start = text.index('id="data">') + len('id="data">')
    island = text[start : text.index("</script>", start)]
    assert "evil" in island
    assert re.search(r"[<>&\u2028\u2029]", island) is None
    assert island.isascii()


@given(st.text(st.characters(exclude_categories=())))
def test_prose_is_read_as_nothing_but_text(text: str) -> None:
    found = _Page(f"<p>{prose(text)}</p>")
    assert {tag for tag, _ in found.tags} <= {"p", "code"}
    assert found.text.replace("`", "") == visible(text).replace("`", "")


def test_prose_shows_names_as_code() -> None:
    assert prose("An `id` & more.") == "An <code>id</code> &amp; more."
    assert prose("A lone ` stays.") == "A lone ` stays."


def test_only_addresses_of_the_web_can_be_followed() -> None:
    made = a_report(judge(violated("chat.id")))
    source: dict[str, Any] = made["verdicts"][0]["source"]
    source |= {"title": "Here", "url": "javascript:alert(1)", "key": "a/b#c"}
    page = _Page(render(made, Path("nowhere")))
    assert not any("javascript" in (a["href"] or "") for a in page.all("a"))
    assert "Here" in page.text
    source["url"] = "https://docs.test/chat"
    links = _Page(render(made, Path("nowhere"))).all("a")
    assert [a for a in links if a["href"] == "https://docs.test/chat"]


def test_a_large_report_stays_below_five_megabytes(tmp_path: Path) -> None:
    size = len(render(large(tmp_path), tmp_path).encode())
    assert 2_000_000 < size < 5_000_000


def test_a_run_on_nothing_has_a_page(tmp_path: Path) -> None:
    assert "0 of 0 targets conformant" in render(a_report(), tmp_path)


@pytest.mark.parametrize(
    ("outcome", "look", "fate"),
    [
        (an_outcome(), "partly", "none violated"),
        (violated("chat.id"), "bad", "1 MUST violated"),
    ],
)
def test_a_part_is_never_called_conformant(
    outcome: Outcome, look: str, fate: str
) -> None:
    made = a_report(judge(outcome, scope=Scope(285, narrowed=True)))
    page = render(made, Path("nowhere"))
    said = _Page(page).text
    assert f"1 of 285 judged, {fate}" in said[said.index("In part") :]
    assert "onformant" not in said
    assert view.views(made)[0].look == look
    made["targets"] += a_report(judge(an_outcome()))["targets"]
    assert "1 of 2 targets judged in part" in render(made, Path("nowhere"))


def test_several_targets_have_rows_of_their_own() -> None:
    page = _Page(render(hostile(), Path("nowhere")))
    ids = [one["id"] for one in page.all("details")]
    assert len(ids) == len(set(ids))
    assert {"chat.a.0", "chat.a.0~2", "chat.a.0~4"} <= set(ids)


def test_defects_and_bad_waivers_are_told() -> None:
    made = a_report(judge(violated("chat.id")))
    made["run"]["defects"] = ["ValueError: <b>ours</b>"]
    made["targets"][0]["bad_waivers"] = ["the waiver for a.b expired on 2025-01-01"]
    text = _Page(render(made, Path("nowhere"))).text
    assert "ValueError: <b>ours</b>" in text
    assert "the waiver for a.b expired on 2025-01-01" in text


def test_a_page_that_fails_costs_nobody_the_other_forms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> str:
        raise ZeroDivisionError("by zero")

    (tmp_path / "report.html").write_text("of an earlier run")
    monkeypatch.setattr("conformance.reporting.html.render", fails)
    with pytest.raises(pytest.UsageError, match="ZeroDivisionError: by zero"):
        report.write(a_report(), tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["report.json", "report.md"]
