"""A comparison as files: whole, harmless, and small enough."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from conformance.formats.escape import visible
from conformance.reporting import pages
from conformance.reporting.compare.matrix import Comparison
from conformance.reporting.compare.pages import as_html, as_markdown, write
from conformance.tests.comparing import attacked, compared, large, said
from conformance.tests.growth import BETWEEN, growth
from conformance.tests.reports import HOSTILE, hostile

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class _Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.fixture(scope="module")
def harmful() -> Comparison:
    """A comparison of reports that mean harm."""
    return compared(hostile(), attacked(), attacked())


def test_the_page_has_the_same_tags_whatever_targets_say(harmful: Comparison) -> None:
    tame = _Seen(as_html(compared(said("a", chat__id="violated"))))
    wild = _Seen(as_html(harmful))
    assert set(wild.tags) - {"ul", "li"} <= set(tame.tags)
    assert wild.tags.count("script") == tame.tags.count("script") == 2
    names = {name for name, _ in wild.attributes}
    assert not {name for name in names if name.startswith("on")} | ({"src"} & names)


def test_the_page_links_only_to_itself(harmful: Comparison) -> None:
    links = [
        value for name, value in _Seen(as_html(harmful)).attributes if name == "href"
    ]
    assert links == ["#matrix"]


def test_the_page_shows_what_would_act_as_text(harmful: Comparison) -> None:
    page = as_html(harmful)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not {"\x1b", "\u202e", "\u2066", "\u200b", "\u2028", "\ud800"} & set(page)
    assert "\\u202e" in page


def test_the_policy_lets_in_just_what_the_page_brings() -> None:
    page = as_html(compared(said("a", chat__id="pass")))
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert found is not None
    policy = found[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    parts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    assert len(parts) == 3
    for part in parts:
        assert pages.allowed(part) in policy
    assert "unsafe" not in policy


def test_markdown_shows_the_same_whatever_targets_say(harmful: Comparison) -> None:
    ours = {"h1", "h2", "table", "thead", "tbody", "tr", "th", "td"}
    seen = _Seen(GITHUB.render(as_markdown(harmful)))
    assert set(seen.tags) <= ours | {"p", "ul", "li", "strong", "code"}
    assert {name for name, _ in seen.attributes} <= {"style"}


def test_markdown_has_a_row_for_each_requirement_and_target() -> None:
    text = as_markdown(
        compared(
            said("a", chat__id="pass", models__b="SHOULD violated"),
            said("b", chat__id="violated", models__b="not-tested"),
        )
    )
    assert "| <code>chat.id</code> | ✓ | **✗** |\n" in text
    assert "| <code>models.b</code> | ! | - |\n" in text
    assert "| 1 | **a** | openai |" in text
    assert "2 requirements, 2 with a difference." in text


def test_a_large_comparison_is_written_in_the_time_that_it_needs() -> None:
    comparisons = {number: large(10, number) for number in (50, 200)}
    assert growth(lambda number: as_html(comparisons[number]), 50) < BETWEEN


def test_a_large_comparison_is_small() -> None:
    comparison = large()
    page, text = as_html(comparison), as_markdown(comparison)
    assert len(page) < 5_000_000
    assert len(text) < 900_000
    assert page.count('<th scope="row" class="id">') == 400


def test_all_forms_are_written(tmp_path: Path) -> None:
    made = compared(said("a", chat__id="pass"), hostile())
    write(made, tmp_path / "deep" / "er")
    found = sorted((tmp_path / "deep" / "er").iterdir())
    assert [path.name for path in found] == [
        "compare.html",
        "compare.json",
        "compare.md",
    ]
    assert json.loads((tmp_path / "deep" / "er" / "compare.json").read_text()) == made


def test_a_name_breaks_behind_its_dots_and_stays_text() -> None:
    assert pages.breakable("a.b") == "a.<wbr>b"
    for text in HOSTILE[:7]:
        shown = str(pages.breakable(text)).replace("<wbr>", "")
        assert shown == str(pages.html(visible(text)))
