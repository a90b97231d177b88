"""The report as Markdown: complete, harmless, and short enough."""

import html
import re
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conformance.core.verdict import Outcome
from conformance.formats.escape import visible
from conformance.reporting import markdown, pages
from conformance.reporting.report import JudgedTarget
from conformance.tests.helpers import a_target
from conformance.tests.reports import (
    HOSTILE,
    a_report,
    an_entry,
    an_outcome,
    hostile,
    judge,
    lost,
    violated,
)

# As GitHub reads it: tables, strikethrough, and raw HTML.
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {
    *("h1", "h2", "table", "thead", "tbody", "tr", "th", "td", "p", "strong"),
    *("code", "pre", "details", "summary", "b", "ul", "li", "a"),
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def _tags(text: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    parser = _Tags()
    parser.feed(RENDERER.render(text))
    return parser.found


@given(st.text(st.characters(exclude_categories=())))
@example(HOSTILE[1])
@example(HOSTILE[5])
@example(HOSTILE[6])
@example("1. a")
def test_escaped_text_is_read_as_nothing_but_text(text: str) -> None:
    table = f"| a |\n|---|\n| x{pages.markdown(text)}x |\n"
    cell = re.search(r"<td>(.*)</td>", RENDERER.render(table))
    assert cell is not None
    assert html.unescape(cell[1]) == f"x{visible(text)}x"


def test_hostile_targets_add_no_tag_link_or_attribute() -> None:
    tags = _tags(markdown.render(hostile()))
    assert {tag for tag, _ in tags} <= OURS
    attributes = {name for _, found in tags for name, _ in found}
    assert attributes <= {"style"}  # how the renderer aligns a table's columns


def test_each_violation_stands_with_all_it_tells() -> None:
    text = markdown.render(
        a_report(
            judge(violated("chat.id"), lost("chat.x")), entries=[an_entry("chat.id")]
        )
    )
    shown = html.unescape(text)
    for part in (
        "NOT CONFORMANT: 1 MUST violated",
        "<summary><b>MUST</b> <code>chat.id</code> An answer has what chat.id says.",
        "expected: <code>a text</code>",
        "got: <code>7</code>",
        "where: <code>/id, in chat/minimal</code>",
        "impact: Clients cannot tell answers apart.",
        "fix: Send an id.",
        "<pre>curl -sS -i -N http://127.0.0.1:9/v1/models",
        "1 requirement: <code>the host is dead</code> (chat.x)",
    ):
        assert part in shown


def test_the_verdict_stands_before_the_details() -> None:
    text = markdown.render(a_report(judge(violated("chat.id"))))
    assert text.index("NOT CONFORMANT") < text.index("## relay")
    assert text.index("## relay") < text.index("| chat |") < text.index("<details>")


def test_the_table_by_area_has_a_row_for_each_and_a_sum() -> None:
    found = judge(
        an_outcome("chat.a"), violated("chat.b"), violated("models.c", "SHOULD")
    )
    text = markdown.render(a_report(found))
    assert "| chat | 1 | 1 | · | · | · | · | · | · |\n" in text
    assert "| models | · | · | 1 | · | · | · | · | · |\n" in text
    assert "| all | 1 | 1 | 1 | · | · | · | · | · |\n" in text


def test_a_report_that_is_too_long_is_cut_behind_a_whole_section() -> None:
    many = [
        violated(
            f"chat.n{n}", got="\u00e9" * 1000, expected="x" * 1000, curl="y" * 4000
        )
        for n in range(200)
    ]
    text = markdown.render(a_report(judge(*many)))
    assert 800_000 < len(text.encode()) <= 900_000
    assert "report.json" in text[-200:]
    assert text.count("<details>") == text.count("</details>") > 50


def _many(target: str, *told: Outcome) -> JudgedTarget:
    return judge(*told, target=a_target(name=target))


def _dreadful(target: str) -> JudgedTarget:
    """A target that violates 400 requirements, in words that mean harm."""
    text = "".join(HOSTILE) * 2
    told = [
        violated(f"chat.n{n}", target=target, got=text, message=text, curl=text)
        for n in range(400)
    ]
    return _many(target, *told, lost("chat.lost", target=target))


def test_four_dreadful_targets_each_get_their_share() -> None:
    text = markdown.render(a_report(*(_dreadful(f"t{n}") for n in range(4))))
    assert 800_000 < len(text.encode()) <= 900_000
    sections = text.split("\n## ")[1:]
    assert len(sections) == 4
    for place, section in enumerate(sections):
        assert section.startswith(f"t{place}\n")
        assert "\n| all | " in section
        assert section.count("<details>") == section.count("</details>") > 10
        assert section.rstrip().endswith(
            "`report.json` and `report.html` have all of it.**"
        )
    assert {tag for tag, _ in _tags(text)} <= OURS


def test_a_short_section_leaves_its_share_to_the_long_one() -> None:
    short = _many("short", violated("chat.id", target="short"))
    text = markdown.render(a_report(_dreadful("long"), short))
    assert 800_000 < len(text.encode()) <= 900_000
    assert text.count("**Cut here") == 1
    assert text.index("**Cut here") < text.index("\n## short")


def test_a_long_list_is_cut_behind_a_whole_line() -> None:
    told = [lost(f"chat.n{n}", message=f"{n} " + "\x1b" * 990) for n in range(400)]
    text = markdown.render(a_report(judge(*told)))
    assert 800_000 < len(text.encode()) <= 900_000
    list_, _, note = text.partition("**Cut here")
    assert note
    lines = [line for line in list_.split("\n") if line.startswith("- ")]
    assert len(lines) > 50
    assert all(line.endswith(")") for line in lines)
