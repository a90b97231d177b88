"""The report as Markdown: complete, harmless, and short enough."""

import html
import re
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conformance import markdown
from conformance.tests.telling import (
    HOSTILE,
    a_report,
    an_entry,
    an_outcome,
    hostile,
    judge,
    lost,
    violated,
)
from conformance.visible import visible

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
    table = f"| a |\n|---|\n| x{markdown.escape(text)}x |\n"
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
        "breaks: Clients cannot tell answers apart.",
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
