"""The list in a browser: filters, addresses, keys, unfolding."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from conformance.formats.escape import visible
from conformance.tests.browser.conftest import Opener
from conformance.tests.reports import HOSTILE

pytestmark = pytest.mark.browser

PLACE = """['skip', 'theme', 'map', 'filter', 'row']
  .find((name) => document.activeElement.closest(`.${name}`))"""


def shown(page: Page) -> list[str]:
    """The ids of the requirements that are to be seen."""
    return page.locator(".target.chosen .row:visible .id").all_inner_texts()


def fragment(page: Page) -> str:
    """What stands behind the # of the address."""
    return page.url.partition("#")[2]


def test_what_is_worst_stands_first(open_report: Opener) -> None:
    ids = shown(open_report().page)
    assert ids[:3] == ["chat.id", "chat.name", "chat.hint"]
    assert len(ids) == 9


def test_verdicts_and_levels_filter_and_stand_in_the_address(
    open_report: Opener,
) -> None:
    opened = open_report()
    page = opened.page
    page.get_by_role("button", name="Violated MUST").click()
    assert shown(page) == ["chat.id"]
    page.get_by_role("button", name="Passed").click()
    assert shown(page) == ["chat.id", "audio.sound", "chat.stream.done"]
    assert fragment(page) == "verdict=must,pass"
    page.get_by_role("button", name="SHOULD", exact=True).click()
    assert shown(page) == []
    expect(page.get_by_text("No requirement matches.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    assert len(shown(page)) == 9
    assert fragment(page) == ""


def test_an_area_on_the_map_filters_and_is_left_again(open_report: Opener) -> None:
    page = open_report().page
    tile = page.locator(".map a", has_text="audio")
    tile.click()
    assert {id.split(".")[0] for id in shown(page)} == {"audio"}
    assert fragment(page) == "area=audio"
    numbers = page.locator(".group:visible .title .number")
    assert numbers.all_inner_texts() == ["1", "1", "1", "2"]
    assert page.get_by_label("Area", exact=True).input_value() == "audio"
    tile.press("Enter")
    assert len(shown(page)) == 9


def test_words_are_searched_in_ids_sentences_and_findings(open_report: Opener) -> None:
    page = open_report().page
    search = page.get_by_role("searchbox")
    search.fill("stream DONE")
    assert shown(page) == ["chat.stream.done"]
    assert page.locator("output:visible").inner_text() == "1 of 9 requirements"
    search.fill("an empty answer")
    assert shown(page) == ["audio.noise"]
    search.fill("send an id.")  # the advice of all that is violated
    assert shown(page) == ["chat.id", "chat.name", "chat.hint"]


def test_an_address_shows_what_it_was_taken_from(open_report: Opener) -> None:
    page = open_report().go("#verdict=must,should&level=SHOULD&area=chat&q=name")
    assert shown(page) == ["chat.name"]
    assert page.get_by_role("searchbox").input_value() == "name"
    pressed = page.locator("[aria-pressed=true]:visible")
    assert [text.split()[0] for text in pressed.all_inner_texts()] == [
        *("Violated", "Violated", "SHOULD"),
    ]


def test_a_link_to_a_requirement_unfolds_it(open_report: Opener) -> None:
    page = open_report().go("#chat.stream.done")
    row = page.locator("[id='chat.stream.done']")
    assert row.get_attribute("open") is not None
    expect(row.locator("summary").first).to_be_in_viewport()
    expect(row.locator("summary").first).to_be_focused()
    assert page.locator(".row[open]").count() == 1


def test_a_link_to_what_the_filter_hides_shows_it(open_report: Opener) -> None:
    page = open_report().go("#chat.stream.done&verdict=must")
    expect(page.locator("[id='chat.stream.done']")).to_be_visible()
    assert fragment(page) == "chat.stream.done"


@pytest.mark.parametrize(
    "wrong", ["#nothing.here", "#data", "#%", "#=", "#q=%E0%A4%A", "#verdict=,&&="]
)
def test_an_address_that_means_nothing_harms_nothing(
    open_report: Opener, wrong: str
) -> None:
    opened = open_report()
    page = opened.go(wrong)
    page.get_by_role("button", name="Violated MUST").click()
    assert opened.complaints == []


def test_unfolding_gives_the_address_and_folding_takes_it(open_report: Opener) -> None:
    page = open_report().page
    summary = page.locator("[id='chat.id'] > summary")
    summary.click()
    assert fragment(page) == "chat.id"
    summary.press("Enter")
    assert fragment(page) == ""


def test_unfolded_a_violation_shows_its_exchange(open_report: Opener) -> None:
    page = open_report().go("#chat.id")
    row = page.locator("[id='chat.id']")
    for text in (
        "a text",
        "POST http://relay.test/v1/chat/completions",
        "429",
        "after a 503, waited 1.5 s",
        '"message": "later"',
        "Recorded in recordings/relay/chat/minimal.json",
        "Clients cannot tell answers apart.",
    ):
        expect(row).to_contain_text(text)
    row.get_by_text("1 header").click()
    expect(row).to_contain_text("Content-Type: application/json")
    assert row.locator(".item").count() == 2


def test_the_exchange_that_a_finding_is_about_is_unfolded(
    open_report: Opener,
) -> None:
    page = open_report().go("#chat.hint")
    heads = page.locator("[id='chat.hint'] .line-of")
    assert [text.split()[0] for text in heads.all_inner_texts()] == ["s1", "s0", "s2"]
    steps = page.locator("[id='chat.hint'] .step")
    assert steps.evaluate_all("(all) => all.map((one) => one.open)") == [False, False]
    expect(page.locator("[id='chat.hint'] .sides")).to_have_count(1)


def test_a_stream_shows_when_its_events_came(open_report: Opener) -> None:
    page = open_report().go("#chat.stream.done")
    row = page.locator("[id='chat.stream.done']")
    plot = row.get_by_role("img", name="3 events: the first after 250 ms")
    ticks = plot.locator(".event").get_attribute("d")
    # An answer of 2.25 s, drawn 600 wide.
    assert ticks == "M66.7 4V22M133.3 4V22M466.7 4V22"
    expect(row.locator(".events")).to_contain_text("1.75 s")


def test_bytes_are_shown_as_numbers(open_report: Opener) -> None:
    page = open_report().go("#audio.sound")
    row = page.locator("[id='audio.sound']")
    expect(row).to_contain_text("0040  40 41 42")
    expect(row).to_contain_text("1.0 kB that are no text")


def test_the_curl_line_can_be_taken(open_report: Opener) -> None:
    opened = open_report(permissions=["clipboard-read", "clipboard-write"])
    page = opened.go("#chat.id")
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    taken = page.evaluate("navigator.clipboard.readText()")
    assert taken.startswith("curl -sS -i -N http://127.0.0.1:9/v1/models")


def test_keys_lead_to_the_search_and_out_of_it(open_report: Opener) -> None:
    page = open_report().page
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("a/b")
    assert page.get_by_role("searchbox").input_value() == "a/b"
    page.keyboard.press("Escape")
    assert page.get_by_role("searchbox").input_value() == ""
    assert len(shown(page)) == 9


def test_the_way_of_the_tab_key_is_that_of_the_eye(open_report: Opener) -> None:
    page = open_report().page
    places = []
    for _ in range(15):
        page.keyboard.press("Tab")
        places.append(page.evaluate(PLACE))
    assert list(dict.fromkeys(places)) == ["skip", "theme", "map", "filter"]
    page.keyboard.press("Shift+Tab")
    rows = page.locator(".row:visible > summary")
    rows.first.focus()
    page.keyboard.press("Tab")
    expect(rows.nth(1)).to_be_focused()


def test_the_first_link_leads_past_the_header(open_report: Opener) -> None:
    page = open_report().page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_each_target_has_its_own_list(open_report: Opener) -> None:
    opened = open_report("several")
    page = opened.page
    assert page.locator(".target:visible").count() == 1
    cards = page.locator(".targets a")
    cards.nth(2).click()
    name = page.locator(".target:visible .who").inner_text()
    assert visible(HOSTILE[2])[:20] in name
    page = opened.go(f"#{fragment(page)}")
    assert page.locator(".target:visible .who").inner_text() == name
    assert cards.nth(2).get_attribute("aria-current") == "true"


def test_a_link_leads_to_a_requirement_on_a_target(open_report: Opener) -> None:
    target = quote(visible(f"relay 1 {HOSTILE[1]}"))
    page = open_report("several").go(f"#chat.a.3&target={target}")
    expect(page.locator("[id='chat.a.3~2']")).to_be_visible()
    assert page.locator(".row[open]").count() == 1
