"""What violations mean for clients, in a browser: read, followed, printed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from conformance.reporting.clients import clients
from conformance.tests.browser.conftest import Opener
from conformance.tests.browser.test_html_page import CONTRASTS, PHONE

pytestmark = pytest.mark.browser

ROLE = "chat.stream.role"


def table(page: Page) -> Any:
    """The table of the target that is shown."""
    return page.locator(".target.chosen .clients")


def test_each_client_has_a_row_with_its_fate(open_report: Opener) -> None:
    rows = table(open_report("broken").page).locator("tbody tr")
    assert rows.count() == len(clients())
    expect(rows.first).to_contain_text("breaks")
    expect(rows.first).to_contain_text("raises AssertionError, without a word")
    expect(rows.nth(3)).to_contain_text("no break found")


def test_a_link_unfolds_the_requirement_again_and_again(open_report: Opener) -> None:
    page = open_report("broken").page
    link = table(page).get_by_role("link", name="chat.stream.object")
    row = page.locator("[id='chat.stream.object']")
    link.click()
    expect(row).to_have_attribute("open", "")
    row.evaluate("(row) => { row.open = false; }")
    link.click()
    expect(row).to_have_attribute("open", "")
    expect(row.locator("summary").first).to_be_focused()


def test_a_link_leads_past_a_filter_and_stays_with_its_target(
    open_report: Opener,
) -> None:
    opened = open_report("broken")
    page = opened.go("#target=other&verdict=must")
    row = page.locator(f"[id='{ROLE}~2']")
    expect(row).to_be_hidden()
    link = table(page).get_by_role("link", name=ROLE)
    link.focus()
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("open", "")
    expect(page.locator(".target.chosen .who")).to_have_text("other")
    assert page.url.endswith(f"#{ROLE}&target=other")
    assert opened.complaints == []


@pytest.mark.parametrize("size", [PHONE, {"width": 1440, "height": 900}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_reads_in_any_light_on_any_screen(
    open_report: Opener, scheme: Any, size: Any
) -> None:
    page = open_report("broken", color_scheme=scheme, viewport=size).page
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    for row in table(page).locator("tbody tr").all():
        title, fate, why = (cell.bounding_box() for cell in row.locator("> *").all())
        assert title["x"] + title["width"] <= fate["x"] + 1
        assert why["x"] + why["width"] <= size["width"]
    measured: list[dict[str, Any]] = page.evaluate(CONTRASTS)
    assert [one for one in measured if one["ratio"] < one["least"]] == []


def test_to_those_who_listen_it_is_a_table_even_on_a_phone(
    open_report: Opener,
) -> None:
    page = open_report("broken", viewport=PHONE).page
    rows = page.get_by_role("table").get_by_role("row")
    assert rows.count() == 1 + len(clients())
    assert page.get_by_role("columnheader").count() == 3
    assert page.get_by_role("rowheader").count() == len(clients())


def test_it_is_printed(open_report: Opener) -> None:
    page = open_report("broken").page
    page.emulate_media(media="print")
    expect(table(page)).to_be_visible()
    expect(table(page)).to_contain_text("raises AssertionError, without a word")
