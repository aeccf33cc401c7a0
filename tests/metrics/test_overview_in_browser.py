"""The Overview in Chromium: every control, in place and by the keyboard; watched for what must never happen."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from conversations.models import Account, User
from tests.browser import Site, WatchedPage
from tests.make_overview_shop import drawn, make_overview_shop
from tests.make_rows import HOUR, make_conversation

LOOK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(scope="module")
def reader(site: Site) -> User:
    return make_overview_shop()


@pytest.fixture(scope="module")
def overview(site: Site, reader: User) -> Iterator[WatchedPage]:
    """One page for all tests that leave it as a reader could."""
    page = site.open(reader, "/harbour-coffee/")
    yield page
    page.watch.check()


def test_a_control_swaps_the_page_in_place_and_keeps_the_focus(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/")
    overview.evaluate("window.sameDocument = true")

    overview.click("nav.segment >> text=Status")
    overview.wait_for_url(re.compile(r"group=status"))

    assert overview.evaluate("window.sameDocument && document.activeElement.textContent") == "Status"
    assert overview.locator("nav.segment [aria-current]").first.inner_text() == "Status"
    assert overview.locator(".chart .legend [data-token]").first.get_attribute("data-token") == "resolved"
    overview.watch.check()


def test_back_forward_and_reload_show_what_the_address_says(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/")
    for name in ("Status", "Label"):
        overview.click(f"nav.segment >> text={name}")
        overview.wait_for_url(re.compile(f"group={name.lower()}"))

    for step, chosen in ((overview.go_back, "Status"), (overview.go_back, "Channel"), (overview.go_forward, "Status")):
        step()
        overview.locator("nav.segment [aria-current]").first.get_by_text(chosen, exact=True).wait_for()
    overview.reload()
    assert overview.locator("nav.segment [aria-current]").first.inner_text() == "Status"
    overview.watch.check()


def test_a_filter_closes_its_menu_and_leaves_nothing_ticked_behind(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/?group=status")
    button = overview.get_by_role("button", name="Channel")
    button.click()
    overview.get_by_label("SMS").check()
    overview.locator("#filter-channel").get_by_role("button", name="Apply").click()
    overview.wait_for_url(re.compile(r"group=status.*channel=sms"))
    overview.get_by_role("link", name="Remove Channel: SMS").click()
    overview.wait_for_url(lambda url: "channel" not in url)
    assert not overview.locator("#filter-channel").is_visible()

    button.click()
    assert not overview.get_by_label("SMS").is_checked()
    overview.keyboard.press("Escape")
    assert overview.evaluate("document.activeElement.getAttribute('popovertarget')") == "filter-channel"
    overview.watch.check()


def test_the_numbers_are_a_file_the_chart_an_image_and_the_address_can_be_sent(site: Site, reader: User) -> None:
    page = site.open(reader, "/harbour-coffee/?group=status", permissions=["clipboard-read", "clipboard-write"])
    page.click("[popovertarget=page-tools]")
    page.click("#page-tools [data-copy]")
    page.get_by_text("The address is copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url

    with page.expect_download() as table:
        page.click("#page-tools [download]")
    with page.expect_download() as image:
        page.click("[data-chart-image]")
    text = table.value.path().read_text()
    assert text.startswith("\ufeffOverview,Harbour Coffee")
    assert "Resolved by AI,Not resolved by AI,Open,Ended without resolution,Total,Remarks" in text
    assert image.value.path().read_bytes().startswith(b"\x89PNG")
    page.watch.check()


def test_a_period_is_chosen_by_preset_or_by_two_dates_and_is_printed(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/?group=status")
    overview.focus("[popovertarget=period]")
    overview.keyboard.press("Enter")
    overview.locator("#period").get_by_role("link", name="Last week").click()
    overview.wait_for_url(re.compile("preset=last_week"))

    overview.click("[popovertarget=period]")
    today = timezone.localdate()
    first, last = today - timedelta(days=20), today - timedelta(days=11)
    overview.fill("#period-from", first.isoformat())
    overview.fill("#period-to", last.isoformat())
    overview.locator("#period").get_by_role("button", name="Apply").click()
    overview.wait_for_url(re.compile(f"group=status.*from={first}.*to={last}"))
    assert f"{last.day} {last:%b} {last.year}, Europe/" in overview.locator(".window").inner_text()
    overview.click(".window a")
    overview.wait_for_url(re.compile(f"from={first - timedelta(days=10)}&to={first - timedelta(days=1)}"))
    overview.watch.check()


def test_a_number_explains_itself_by_the_keyboard_and_gives_the_focus_back(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/")
    for name in ("Resolved by AI", "Rating"):
        button = overview.get_by_role("button", name=f"What is “{name}”?")
        button.focus()
        overview.keyboard.press("Enter")
        told = overview.locator(".definition:popover-open")
        assert told.locator("h3").inner_text() == name
        assert "÷" in told.locator(".formula").inner_text()
        overview.keyboard.press("Escape")
        assert told.count() == 0
        assert button.evaluate("(it) => it === document.activeElement")
    overview.watch.check()


def test_k5_numbers_parts_and_rows_lead_to_what_they_count(overview: WatchedPage) -> None:
    for link in (
        ".kpi .big a >> nth=1",
        "section:has(> .strip) .legend a >> nth=1",
        ".figures dd a >> nth=0",
    ):
        overview.goto("/harbour-coffee/?preset=last_30_days")
        overview.locator(link).click()
        overview.wait_for_url(re.compile("/harbour-coffee/(conversations|sales)/"))
    overview.goto("/harbour-coffee/")
    question = overview.locator("td.wide a").first.inner_text()
    overview.locator("td.wide a").first.click()
    overview.get_by_text(question.removesuffix("…")).first.wait_for()
    overview.watch.check()


def test_k5_a_bar_and_a_row_of_the_table_lead_to_the_same_day(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/?preset=last_7_days&group=status")
    drawn(overview)
    bar, x, y = overview.evaluate(
        """() => {
          const chart = Object.values(Chart.instances)[0], parts = chart.data.datasets;
          const bar = parts[0].data.findLastIndex((_, index) => parts.some(({ data }) => data[index]));
          const { x, y, base } = chart.getDatasetMeta(parts.findIndex(({ data }) => data[bar])).data[bar];
          return [bar, x, (y + base) / 2]; }"""
    )
    overview.focus(".chart-table summary")
    overview.keyboard.press("Enter")
    row = overview.locator(".chart-table tbody a").nth(bar).get_attribute("href")
    overview.locator("canvas").click(position={"x": x, "y": y})
    overview.wait_for_url(re.compile("/conversations/.*status="))
    assert row
    assert parse_qs(urlsplit(row).query)["from"] == parse_qs(urlsplit(overview.url).query)["from"]
    overview.watch.check()


def test_bars_have_the_length_asked_for_and_a_part_narrows_the_page_and_back(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/?preset=last_7_days")
    overview.get_by_role("navigation", name="Length of a bar").get_by_text("Hour").click()
    overview.wait_for_url(re.compile("bucket=hour"))
    overview.get_by_role("heading", name="Conversations per hour").wait_for()

    overview.get_by_role("link", name="Only: SMS").click()
    overview.wait_for_url(re.compile("channel=sms"))
    overview.get_by_role("link", name="No longer only: SMS").click()
    overview.wait_for_url(lambda url: "channel" not in url)
    overview.watch.check()


def test_k6_s9_what_can_still_change_and_when_the_agent_was_paused_is_marked(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/?preset=last_30_days")
    drawn(overview)
    colours = "Object.values(Chart.instances)[0].data.datasets[0].backgroundColor"
    striped = overview.evaluate(f"{colours}.map((each) => each instanceof CanvasPattern)")
    assert striped[-2:] == [True, True]
    assert not any(striped[:-4])
    told = overview.locator(".chart .legend").inner_text()
    assert "can still change until" in told
    assert "agent paused" in told
    assert "(agent paused)" in overview.locator(".chart-table tbody").text_content()
    overview.watch.check()


def test_a_note_is_added_changed_deleted_and_brought_back(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/?preset=last_7_days")
    overview.get_by_role("button", name="Add a note").click()
    overview.get_by_label("Note", exact=True).fill("New menu")
    overview.keyboard.press("Enter")
    overview.get_by_role("link", name=re.compile("Edit.*New menu")).click()
    overview.get_by_label("Note", exact=True).fill("New menu card")
    overview.get_by_role("button", name="Save").click()
    overview.get_by_role("link", name=re.compile("Edit.*New menu card")).click()

    overview.get_by_role("button", name="Delete this note").click()
    overview.get_by_role("button", name="Delete", exact=True).click()
    overview.get_by_text("The note is deleted.").wait_for()
    assert overview.get_by_text("New menu card").count() == 0
    overview.get_by_role("button", name="Undo").click()
    overview.get_by_text("The note is on the chart again.").wait_for()
    assert overview.locator(".day-notes").get_by_text("New menu card", exact=True).count() == 1
    assert "preset=last_7_days" in overview.url
    overview.watch.check()


def test_new_data_moves_nothing_that_somebody_holds(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/")
    drawn(overview)
    overview.evaluate("window.sameDocument = true")
    overview.click(".chart-table summary")
    overview.focus("section:has(> .strip) .legend a >> nth=1")
    overview.evaluate("scrollTo(0, 60)")
    volume = overview.locator(".kpi .big").first
    before, now = int(volume.inner_text()), timezone.now()
    overview.evaluate("getSelection().selectAllChildren(document.querySelector('.window'))")
    make_conversation(Account.objects.get(slug="harbour-coffee"), at=now - HOUR, now=now)

    overview.evaluate(LOOK)
    overview.wait_for_timeout(150)
    assert int(volume.inner_text()) == before  # while words are marked, they stay
    overview.evaluate("getSelection().removeAllRanges()")
    overview.evaluate(LOOK)
    overview.locator(".kpi .big").first.get_by_text(str(before + 1)).wait_for()
    assert overview.evaluate("[sameDocument, scrollY, document.querySelector('.chart-table').open]") == [True, 60, True]
    assert overview.evaluate("document.activeElement.closest('.legend') !== null")
    overview.watch.check()
