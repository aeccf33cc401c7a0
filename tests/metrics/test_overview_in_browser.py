"""The Overview in Chromium: every control, in place and by the keyboard; watched for what must never happen."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from django.utils import timezone

from conversations.day_notes import note
from conversations.demo import shops, story
from conversations.demo.recording import make_visitor, open_shop, record_story
from conversations.models import Account, User
from tests.browser import Site, WatchedPage
from tests.make_rows import HOUR, make_conversation

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(scope="module")
def reader(site: Site) -> User:
    """The demo's smaller shop, and its visitor."""
    shop, now = shops()[1], timezone.now()
    visitor = make_visitor("reader@example.com", "pass")
    account, _told = open_shop(shop, visitor, fresh=False)
    record_story(account, list(story(shop, now=now)), now=now, progress=lambda _: None)
    make_conversation(account, at=now - HOUR, text=HOSTILE, label="<svg onload=alert(3)>", now=now)
    note(account, visitor, day=now.date(), text=HOSTILE, now=now)
    return visitor


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


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_hostile_words_stay_words(
    site: Site, reader: User, theme: Literal["light", "dark"], language: str
) -> None:
    page = site.open(reader, "/harbour-coffee/?group=label", color_scheme=theme, locale=language)
    page.wait_for_function("Object.keys(Chart.instances).length === 1")
    site.picture(page, f"overview {theme} {language}")
    page.watch.check(axe=True)


def test_new_data_is_shown_in_place_but_not_while_somebody_chooses(overview: WatchedPage) -> None:
    overview.goto("/harbour-coffee/")
    overview.evaluate("window.sameDocument = true")
    volume = overview.locator(".kpi .big").first
    before, now = int(volume.inner_text()), timezone.now()
    overview.click("[popovertarget=period]")
    make_conversation(Account.objects.get(slug="harbour-coffee"), at=now - HOUR, now=now)

    overview.evaluate(LOOK)
    overview.keyboard.press("Escape")
    assert int(volume.inner_text()) == before
    overview.evaluate(LOOK)
    overview.locator(".kpi .big").first.get_by_text(str(before + 1)).wait_for()
    assert overview.evaluate("window.sameDocument")
    overview.watch.check()


def test_the_numbers_are_a_file_the_chart_an_image_and_the_address_can_be_sent(site: Site, reader: User) -> None:
    page = site.open(reader, "/harbour-coffee/?group=status", permissions=["clipboard-read", "clipboard-write"])
    page.click("[popovertarget=page-tools]")
    page.click("[data-copy-address]")
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


def test_at_320_pixels_nothing_is_wider_than_the_window(site: Site, reader: User) -> None:
    page = site.open(reader, "/harbour-coffee/", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    site.picture(page, "overview 320")
    page.watch.check()


def test_without_scripts_the_table_stands_in_the_place_of_the_chart(site: Site, reader: User) -> None:
    page = site.open(reader, "/harbour-coffee/?preset=last_7_days", java_script_enabled=False)
    assert page.locator(".chart-table td").first.is_visible()
    assert not page.locator(".chart-box").is_visible()
