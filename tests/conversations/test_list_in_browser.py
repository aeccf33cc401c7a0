"""The list of conversations in Chromium: typing, the form of filters, the keyboard, a phone; watched."""

import re

import pytest
from django.utils import timezone

from conversations.models import User
from tests.browser import Site, WatchedPage
from tests.make import make_message
from tests.make_account import make_account, make_user
from tests.make_rows import HOUR, MINUTE, iso, make_conversation
from tests.recording import recorded

HOSTILE = "<img src=x onerror=alert(1)> parcel"


@pytest.fixture(scope="module")
def reader(site: Site) -> User:
    account, now = make_account(slug="listed"), timezone.now()
    for number, text in enumerate(("Where is my parcel?", HOSTILE, "Which size?")):
        asked = make_conversation(account, at=now - (number + 1) * HOUR, text=text, now=now)
        at = iso(now - (number + 1) * HOUR + 2 * MINUTE)
        recorded(account, make_message(conversation=asked.key, text="Waxed cotton", occurred_at=at), now=now)
    return make_user(account)


def test_the_list_follows_the_typing_and_keeps_the_field_in_hand(site: Site, reader: User) -> None:
    page = site.open(reader, "/listed/conversations/")
    page.focus("#search-q")
    page.keyboard.type("parcel")
    page.wait_for_url(re.compile("q=parcel"))
    page.locator("mark").first.wait_for()

    assert page.evaluate("document.activeElement.id") == "search-q"
    assert page.locator("tbody tr").count() == 2
    page.fill("#search-q", "waxed")
    page.locator(".quote mark").first.wait_for()
    page.watch.check()
    assert page.watch.axe() == []  # last: its own styles are against the policy


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_filters_work_on_a_phone_by_the_keyboard_in_swedish(site: Site, reader: User, scheme: str) -> None:
    page = site.open(reader, "/listed/conversations/", width=320, locale="sv-SE", color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 568})
    button = page.get_by_role("button", name="Fler filter")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    cross = page.locator("#filter-more").get_by_role("button", name="Stäng")
    assert min(cross.bounding_box()[side] for side in ("width", "height")) >= 44
    cross.press("Enter")
    assert cross.is_hidden()
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.locator("#more-min").fill("4")
    assert _ends_in_the_window(page, "#filter-more .actions")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("min=4"))

    page.locator(".chip").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.watch.check()
    button.click()
    page.locator("#more-min").wait_for()
    assert page.watch.axe() == []


def _ends_in_the_window(page: WatchedPage, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    return bool(box["y"] + box["height"] <= page.viewport_size["height"] and box["x"] >= 0)


def test_without_scripts_enter_searches(site: Site, reader: User) -> None:
    page = site.open(reader, "/listed/conversations/?min=2", java_script_enabled=False)
    page.fill("#search-q", "parcel")
    page.press("#search-q", "Enter")
    page.wait_for_url(re.compile("min=2.*q=parcel"))

    assert page.locator("tbody tr").count() == 2
