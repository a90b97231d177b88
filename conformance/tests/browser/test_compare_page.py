"""The comparison in a browser: its filters, its looks, and that it is harmless."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from conformance.formats.escape import visible
from conformance.reporting.compare.matrix import Comparison
from conformance.reporting.compare.pages import as_html
from conformance.tests.browser.chromium import Opened, opened
from conformance.tests.comparing import attacked, compared, large, said
from conformance.tests.reports import HOSTILE, hostile

pytestmark = pytest.mark.browser

Opener = Callable[..., Opened]
CONTRASTS = Path(__file__).with_name("contrast.js").read_text()
PHONE = {"width": 390, "height": 844}
MADE: dict[str, Callable[[], Comparison]] = {
    "ordinary": lambda: compared(
        said(
            "first",
            chat__a="pass",
            chat__b="violated",
            chat__c="SHOULD violated",
            models__d="pass",
            models__e="waived",
        ),
        said(
            "second",
            chat__a="pass",
            chat__b="pass",
            chat__c="MAY violated",
            models__d="not-applicable",
            models__e="inconclusive",
        ),
    ),
    "attacked": lambda: compared(hostile(), attacked(), attacked()),
    "large": large,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of each comparison."""
    found = {}
    for name, make in MADE.items():
        found[name] = tmp_path_factory.mktemp(name) / "compare.html"
        found[name].write_text(as_html(make()), "utf-8")
    return found


@pytest.fixture
def open_it(browser: Browser, made: dict[str, Path]) -> Iterator[Opener]:
    """Opens a comparison by its name; closed when the test ends."""
    with ExitStack() as stack:

        def open_page(name: str = "ordinary", **options: Any) -> Opened:
            return stack.enter_context(opened(browser, made[name], **options))

        yield open_page


def _shown(page: Page) -> list[str]:
    found: list[str] = page.locator(".matrix button:visible").all_inner_texts()
    return found


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.matrix button').forEach(b => b.click())")


@pytest.mark.parametrize("name", MADE)
def test_the_page_asks_nobody_and_has_nothing_to_complain_of(
    open_it: Opener, name: str
) -> None:
    opened = open_it(name)
    _unfold(opened.page)
    assert opened.asked == []
    assert opened.complaints == []


def test_hostile_texts_are_shown_as_text(open_it: Opener) -> None:
    opened = open_it("attacked")
    _unfold(opened.page)
    said = opened.page.locator("main").inner_text()
    for text in HOSTILE[:5]:
        assert visible(text)[:60] in said
    assert opened.page.locator("main script, main img, main a").count() == 0
    assert opened.complaints == []


def test_only_differences_and_areas_and_words_filter_the_rows(open_it: Opener) -> None:
    page = open_it().page
    assert _shown(page) == ["chat.b", "chat.c", "models.d", "models.e"]
    expect(page.locator("output")).to_have_text("4 of 5 shown")
    page.get_by_label("only differences").uncheck()
    assert len(_shown(page)) == 5
    page.get_by_label("only differences").check()
    page.get_by_label("Area").select_option("chat")
    assert _shown(page) == ["chat.b", "chat.c"]
    expect(page.locator("output")).to_have_text("2 of 5 shown")
    page.get_by_label("Search").fill("CHAT.C")
    assert _shown(page) == ["chat.c"]
    page.get_by_label("Search").fill("nothing")
    expect(page.get_by_text("No requirement matches.")).to_be_visible()


def test_the_address_holds_the_filters(open_it: Opener) -> None:
    opened = open_it()
    opened.page.get_by_label("Area").select_option("models")
    assert _shown(_again(opened)) == ["models.d", "models.e"]
    opened.page.get_by_label("only differences").uncheck()
    opened.page.get_by_label("Area").select_option("")
    assert len(_shown(_again(opened))) == 5


def _again(opened: Opened) -> Page:
    """The page at its present address, opened anew."""
    return opened.go("#" + opened.page.url.partition("#")[2])


@pytest.mark.parametrize("fragment", ["#area=gone&text=", "#<script>", "#%ff", "#=&&"])
def test_a_strange_address_shows_something(open_it: Opener, fragment: str) -> None:
    opened = open_it()
    assert len(_shown(opened.go(fragment))) == 4
    assert opened.complaints == []


def test_a_row_unfolds_to_what_each_target_said(open_it: Opener) -> None:
    page = open_it().page
    button = page.get_by_role("button", name="chat.b")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_text("it is violated").first).to_be_hidden()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    detail = page.locator(".detail:visible")
    expect(detail).to_contain_text("first violated MUST it is violated")


def test_a_cell_says_its_verdict_to_those_who_do_not_see_it(open_it: Opener) -> None:
    row = open_it().page.locator("tr", has_text="chat.b").first
    expect(row.get_by_role("cell", name="violated MUST")).to_have_count(1)
    expect(row.get_by_role("cell", name="pass")).to_have_count(1)


def test_head_and_first_column_stay_while_the_matrix_scrolls(open_it: Opener) -> None:
    page = open_it("large", viewport=PHONE).page
    box = page.locator(".both")
    box.scroll_into_view_if_needed()
    box.evaluate("(one) => one.scrollTo(200, 3000)")
    frame, head = box.bounding_box(), page.locator(".matrix thead .id").bounding_box()
    assert frame is not None
    assert head is not None
    assert abs(frame["x"] - head["x"]) < 3
    assert abs(frame["y"] - head["y"]) < 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ordinary", "attacked"])
def test_all_text_stands_out_from_its_ground(
    open_it: Opener, scheme: Any, name: str
) -> None:
    page = open_it(name, color_scheme=scheme).page
    _unfold(page)
    measured: list[dict[str, Any]] = page.evaluate(CONTRASTS)
    assert len(measured) > 50
    assert [one for one in measured if one["ratio"] < one["least"]] == []


@pytest.mark.parametrize("name", MADE)
def test_on_a_phone_nothing_is_wider_than_the_screen(
    open_it: Opener, name: str
) -> None:
    page = open_it(name, viewport=PHONE).page
    _unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_ten_targets_and_400_requirements_filter_sooner_than_they_open(
    open_it: Opener,
) -> None:
    opened = open_it("large")
    # The best of three: others may be at work on the machine.
    loaded = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    loading = min(opened.go().evaluate(loaded) for _ in range(3))
    took = opened.page.evaluate(
        """() => {
          const start = performance.now();
          document.querySelector("[name=differences]").click();
          document.body.getBoundingClientRect();
          return performance.now() - start;
        }"""
    )
    assert took < loading


def test_without_scripts_all_is_there(open_it: Opener) -> None:
    page = open_it(java_script_enabled=False).page
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.get_by_text("it is violated").first).to_be_visible()


def test_light_and_dark_follow_the_button(open_it: Opener) -> None:
    page = open_it(color_scheme="dark").page
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(ground) != dark
