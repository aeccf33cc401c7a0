"""The Overview in Chromium: every control, in place and by the keyboard; watched for what must never happen."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from conversations.demo import shops, story
from conversations.demo.recording import make_visitor, open_shop, record_story
from conversations.models import User
from tests.browser import Site, WatchedPage


@pytest.fixture(scope="module")
def reader(site: Site) -> User:
    """The demo's smaller shop, and its visitor."""
    shop, now = shops()[1], timezone.now()
    visitor = make_visitor("reader@example.com", "pass")
    account, _told = open_shop(shop, visitor, fresh=False)
    record_story(account, list(story(shop, now=now)), now=now, progress=lambda _: None)
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
    assert overview.locator(".chart .legend").inner_text().startswith("Resolved by AI")
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
