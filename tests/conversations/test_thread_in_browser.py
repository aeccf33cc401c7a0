"""List and thread in Chromium: in place, by keys alone, without script, small, dark, in Swedish, under attack."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conversations.models import Account, User
from conversations.vocabulary import Role
from tests.browser import Site, WatchedPage
from tests.make import make_handoff, make_label, make_message, make_order, make_rating, make_touch
from tests.make_account import make_account, make_user
from tests.make_rows import MINUTE, iso, make_conversation
from tests.recording import recorded

HOSTILE = "<script>alert(1)</script>\"'><img src=//evil.example/x onerror=alert(1)>"
LIST = "/shop/conversations/"


@pytest.fixture(scope="module")
def account(site: Site) -> Account:
    """Five ordinary threads, one of 130 messages, and one in which every text is an attack."""
    account, now = make_account(slug="shop", name="The Shop"), timezone.now().replace(microsecond=0)
    start = now - timedelta(hours=9)
    for n in range(5):
        who = {"id": f"s-{n}", "name": f"Name {n}", "email": f"name-{n}@example.com"}
        make_conversation(
            account, at=start + n * MINUTE, text=f"Where is parcel {n}?", shopper=who, label="Parcels", now=now
        )
    told = (
        make_message(conversation="long", text=f"line {n}", occurred_at=iso(start + timedelta(hours=1, seconds=n)))
        for n in range(130)
    )
    recorded(account, *told, now=now)
    _attack(account, iso(start - MINUTE), now=now)
    return account


def _attack(account: Account, at: str, **options: Any) -> None:
    who: dict[str, Any] = {"shopper": {"id": "s-x", "name": HOSTILE}}
    cards = [
        {"id": "p", "title": HOSTILE, "url": "javascript:alert(1)", "image": "https://evil.example/1.png"},
        {"id": HOSTILE, "title": HOSTILE, "url": "https://evil.example/", "image": "//evil.example/2.png"},
    ]
    fields = {"conversation": "bad", "occurred_at": at}
    recorded(
        account,
        make_message(text=HOSTILE, product_cards=cards, **who, **fields),
        make_handoff(reason=HOSTILE, ticket=HOSTILE, **fields),
        make_label(label=HOSTILE[:80], **fields),
        make_rating(comment=HOSTILE, **fields),
        make_touch(product=HOSTILE, **who, **fields),
        make_order(number=HOSTILE, occurred_at=at, **who),
        **options,
    )


@pytest.fixture(scope="module")
def reader(account: Account) -> User:
    return make_user(account, role=Role.SUPPORT)


@pytest.fixture(scope="module")
def page(site: Site, reader: User) -> Iterator[WatchedPage]:
    """One page for all tests that leave it as a reader could."""
    page = site.open(reader, LIST, width=1400)
    yield page
    page.watch.check()


def heading(page: WatchedPage) -> str:
    return str(page.locator(".thread h1").inner_text())


def test_a_row_opens_beside_the_list_without_a_new_document_and_every_address_shows_the_same_again(
    page: WatchedPage,
) -> None:
    page.goto(f"{LIST}?q=parcel&sort=last_updated")
    page.evaluate("window.sameDocument = true")

    page.locator("tr", has_text="Where is parcel 1?").locator("td").last.click()  # anywhere on the row
    page.wait_for_url(re.compile(r"conversations/\d+/\?.*q=parcel"))
    page.locator(".thread").wait_for()

    assert page.evaluate("[window.sameDocument, scrollY]") == [True, 0]  # the way back and onwards stays in sight
    assert heading(page) == "Where is parcel 1?"
    assert page.locator(".beside li").count() == 5
    assert page.locator(".beside [aria-current]").inner_text().startswith("Where is parcel 1?")
    page.click(".beside >> text=Where is parcel 3?")
    page.locator(".thread h1 >> text=Where is parcel 3?").wait_for()
    page.go_back()
    page.locator(".thread h1 >> text=Where is parcel 1?").wait_for()
    page.reload()
    assert heading(page) == "Where is parcel 1?"
    page.go_back()
    page.locator("table.rows").wait_for()
    assert page.locator("[name=q]").first.input_value() == "parcel"
    page.click("text=Where is parcel 1?")
    page.locator(".thread").wait_for()
    page.evaluate("window.sameDocument = true")
    page.click(".why >> text=rule")  # another page with scripts of its own, so it comes whole
    page.get_by_role("heading", name="Definitions").first.wait_for()
    assert not page.evaluate("window.sameDocument")
    page.watch.check()


def test_keys_alone_lead_from_the_list_through_the_threads_and_back(page: WatchedPage) -> None:
    page.goto(f"{LIST}?q=parcel&sort=last_updated")
    press = page.keyboard.press

    press("j")
    press("j")
    press("k")
    press("j")
    assert page.evaluate("document.activeElement.textContent") == "Where is parcel 1?"
    press("Enter")
    page.locator(".thread h1 >> text=Where is parcel 1?").wait_for()
    page.wait_for_function("document.activeElement.matches('.timeline')")  # so that arrows scroll it
    press("j")
    page.locator(".thread h1 >> text=Where is parcel 2?").wait_for()
    press("k")
    page.locator(".thread h1 >> text=Where is parcel 1?").wait_for()
    press("Escape")
    page.locator("table.rows").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Where is parcel 1?"
    press("/")
    page.keyboard.type("j?k")
    assert page.evaluate("document.activeElement.value") == "j?k"
    press("Escape")
    press("?")
    assert page.locator("#keys").is_visible()
    press("Escape")
    assert page.locator("#keys").is_hidden()
    page.watch.check()


def test_arrows_lead_from_the_search_through_the_rows_and_the_one_in_hand_is_seen(page: WatchedPage) -> None:
    page.goto(f"{LIST}?q=parcel&sort=last_updated")
    page.keyboard.press("/")
    for key, row in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == f"Where is parcel {row}?"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.watch.check()


def test_a_long_thread_opens_at_its_end_or_at_the_message_and_grows_as_one_scrolls(page: WatchedPage) -> None:
    page.goto(LIST)
    page.click("text=line 0")
    page.locator(".message >> text=line 129").wait_for()
    assert page.locator(".message >> text=line 129").evaluate("(e) => e.getBoundingClientRect().bottom < innerHeight")

    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")  # it scrolls within its own box
    page.locator(".more >> text=Show earlier messages").scroll_into_view_if_needed()
    page.locator(".bubble >> text=/^line 60$/").wait_for(state="attached")
    texts = page.locator(".bubble").all_inner_texts()
    assert texts[-50:] == [f"line {n}" for n in range(80, 130)]
    assert texts == [f"line {n}" for n in range(130 - len(texts), 130)]

    one = page.locator(".message", has=page.get_by_text("line 82", exact=True))  # by its words: others come before it
    kept, _, place = one.locator(".by a").get_attribute("href").rpartition("&")  # the list first, then the message
    chosen = "line 82"
    assert kept.startswith("?preset=")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one.hover()
    one.locator(".copy").click()
    one.locator("text=Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/?{place}")
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    assert page.locator("[data-here] .bubble").inner_text() == chosen
    page.watch.check()


def test_nothing_that_shoppers_or_shops_write_lives(page: WatchedPage) -> None:
    page.goto(LIST)
    page.locator("td.wide a >> text=alert").click()
    page.locator(".thread .product").first.wait_for()

    assert page.locator(".thread img").count() == 0
    assert page.locator(".thread a[href^='javascript']").count() == 0
    page.locator(".product >> nth=0").click()
    page.watch.check()


@pytest.mark.parametrize(
    ("scheme", "locale", "width"),
    [("light", "en", 1400), ("dark", "sv", 1400), ("dark", "en", 320), ("light", "sv", 320)],
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    site: Site, reader: User, account: Account, scheme: Any, locale: str, width: int
) -> None:
    page = site.open(reader, f"{LIST}?sort=last_updated", width=width, color_scheme=scheme, locale=locale)
    page.watch.check(axe=True)
    for number, text in enumerate(("parcel 2", "alert")):
        page.locator(f"td.wide a >> text={text}").click()
        page.locator(".thread").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.watch.check(axe=True)
        site.picture(page, f"thread {scheme} {locale} {width} {number}")
        page.go_back()
        page.locator("table.rows").wait_for()
    page.context.close()


def test_without_script_the_same_links_lead_the_same_ways(site: Site, reader: User, account: Account) -> None:
    page = site.open(reader, f"{LIST}?sort=last_updated&q=parcel", width=1400, java_script_enabled=False)

    page.click("text=Where is parcel 1?")
    page.click("a[rel=next]")
    assert heading(page) == "Where is parcel 2?"
    page.click(".beside >> text=Where is parcel 4?")
    assert heading(page) == "Where is parcel 4?"
    page.click("a[rel=up]")
    assert page.locator("table.rows tbody tr").count() == 5
    page.goto(LIST)
    page.click("text=line 0")
    page.click("text=Show earlier messages")
    assert page.locator(".bubble").first.inner_text() == "line 30"
    assert page.locator(".copy").first.is_hidden()
    page.context.close()


def test_a_viewer_has_contact_data_shown_with_a_reason(site: Site, account: Account) -> None:
    page = site.open(make_user(account), f"{LIST}?q=parcel", width=1400)
    page.click("text=Where is parcel 1?")
    page.click("text=Show contact data")
    page.fill("#reason", "The parcel came back")
    page.watch.check(axe=True)
    page.keyboard.press("Enter")
    page.locator("text=is shown to you for 15 minutes").wait_for()
    page.watch.check(axe=True)
    page.context.close()
