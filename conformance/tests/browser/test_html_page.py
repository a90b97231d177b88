"""The page in a browser: harmless, quiet, quick, and legible in light and dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from conformance.formats.escape import visible
from conformance.tests.browser.conftest import MAKERS, Opener
from conformance.tests.growth import BETWEEN
from conformance.tests.reports import HOSTILE

pytestmark = pytest.mark.browser

CONTRASTS = Path(__file__).with_name("contrast.js").read_text()
PHONE = {"width": 390, "height": 844}
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


def unfold(page: Page) -> None:
    """Open all that can be opened on the target that is shown."""
    for depth in (".row", ".item", ".step", ".side > details"):
        page.evaluate(
            "(found) => document.querySelectorAll(`.target.chosen ${found}`)"
            ".forEach((one) => { one.open = true; })",
            depth,
        )
        page.wait_for_timeout(100)


@pytest.mark.parametrize("name", MAKERS)
def test_the_page_asks_nobody_and_has_nothing_to_complain_of(
    open_report: Opener, name: str
) -> None:
    opened = open_report(name)
    if name != "large":
        unfold(opened.page)
    assert opened.asked == []
    assert opened.complaints == []


def test_the_policy_holds_against_what_would_be_put_in(open_report: Opener) -> None:
    opened = open_report()
    opened.page.evaluate("document.body.innerHTML += '<img src=\"http://x.test/a\">'")
    opened.page.evaluate("document.body.append(document.createElement('script'))")
    opened.page.evaluate("document.querySelector('body > script:last-child').text='1'")
    assert [text for text in opened.complaints if "Content Security Policy" in text]


def test_what_a_hostile_target_sent_is_shown_as_text(open_report: Opener) -> None:
    opened = open_report("attacked")
    page = opened.page
    title = page.title()
    unfold(page)
    said = page.locator("main").inner_text()
    for text in (*map(visible, HOSTILE[:5]), "</script><script>document.title=1"):
        assert text in said
    assert "\\u202eevil\\u2066" in said
    assert not {"\x1b", "\u202e", "\u2066", "\u200b"} & set(page.content())
    assert page.locator("main script, main img, main a[href*=evil]").count() == 0
    assert page.title() == title
    assert opened.complaints == []


def test_a_large_report_opens_in_the_time_that_it_needs(open_report: Opener) -> None:
    took = {}
    for name, rows in (("quarter", 100), ("large", 400)):
        opened = open_report(name)
        # The best of three: others may be at work on the machine.
        took[name] = min(_loading(opened.go()) for _ in range(3))
        assert opened.page.locator(".row").count() == rows
    assert took["large"] / took["quarter"] < BETWEEN


def test_a_large_report_filters_sooner_than_it_opens(open_report: Opener) -> None:
    opened = open_report("large")
    loading = min(_loading(opened.go()) for _ in range(3))
    page = opened.page
    took = page.evaluate(
        """() => {
          const search = document.querySelector("input[type=search]");
          const start = performance.now();
          search.value = "area7";
          search.dispatchEvent(new Event("input", { bubbles: true }));
          document.body.getBoundingClientRect();
          return performance.now() - start;
        }"""
    )
    assert took < loading
    assert 0 < page.locator(".row:visible").count() < 400


def test_nothing_moves_while_the_page_opens(open_report: Opener) -> None:
    for name in ("ordinary", "several", "large"):
        assert open_report(name).page.evaluate(SHIFTS) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ordinary", "several"])
def test_all_text_stands_out_from_its_ground(
    open_report: Opener, scheme: Any, name: str
) -> None:
    page = open_report(name, color_scheme=scheme).page
    unfold(page)
    page.locator("[aria-pressed]:visible").first.click()
    measured: list[dict[str, Any]] = page.evaluate(CONTRASTS)
    assert len(measured) > 100
    assert [one for one in measured if one["ratio"] < one["least"]] == []


def test_light_and_dark_follow_the_system_and_the_button(open_report: Opener) -> None:
    opened = open_report(color_scheme="dark")
    dark = _ground(opened.page)
    opened.page.get_by_role("button", name="Light or dark").click()
    light = _ground(opened.page)
    assert sum(dark) < 120 < 600 < sum(light)
    assert _ground(opened.go()) == light
    opened.page.get_by_role("button", name="Light or dark").click()
    assert _ground(opened.page) == dark


@pytest.mark.parametrize("name", MAKERS)
def test_on_a_phone_nothing_is_wider_than_the_screen(
    open_report: Opener, name: str
) -> None:
    page = open_report(name, viewport=PHONE).page
    if name != "large":
        unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_on_paper_all_that_is_violated_is_unfolded(open_report: Opener) -> None:
    page = open_report().page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    kinds = page.locator(".row[open]").evaluate_all(
        "(rows) => rows.map((row) => row.dataset.kind)"
    )
    assert kinds == ["must", "should", "may"]
    expect(page.locator(".filter")).to_be_hidden()
    expect(page.locator("[id='chat.id'] .line-of").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".row[open]").count() == 0


def test_without_scripts_the_list_still_reads(open_report: Opener) -> None:
    page = open_report(java_script_enabled=False).page
    row = page.locator("[id='chat.id']")
    row.locator("summary").click()
    for text in ("a text", "/id, in chat/minimal", "Send an id.", "chat/stream"):
        expect(row).to_contain_text(text)
    expect(page.locator(".filter")).to_be_hidden()


def test_without_scripts_all_targets_stand_below_each_other(
    open_report: Opener,
) -> None:
    page = open_report("several", java_script_enabled=False).page
    assert page.locator(".target").count() == 4
    for target in page.locator(".target").all():
        expect(target).to_be_visible()


def _loading(page: Page) -> float:
    took: float = page.evaluate(
        "performance.getEntriesByType('navigation')[0].loadEventEnd"
    )
    return took


def _ground(page: Page) -> list[int]:
    found: list[int] = page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )
    return found
