"""The review queue and saved views in Chromium: by the keyboard, without JavaScript, in every dress."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.models import Account, Export, Review, SavedView, User
from conversations.vocabulary import Role, Status, Verdict
from tests.browser import Site, WatchedPage
from tests.make_account import make_account, make_user
from tests.make_rows import make_conversation

QUEUE, LIST = "/desk/review/", "/desk/conversations/"
DRESSES = [
    {"color_scheme": "light", "locale": "en-US"},
    {"color_scheme": "dark", "locale": "sv-SE", "width": 320},
]


@pytest.fixture(scope="module")
def account(site: Site) -> Account:
    """Six that wait, the longest first; one that was read; a shared view."""
    account, now = make_account(slug="desk"), timezone.now()
    for number in range(6):
        text = "Where is it? " + "x" * 300 if number == 0 else f"question {number}"
        at = now - timedelta(days=20 - number)
        make_conversation(account, at=at, now=now, status=Status.CLOSED, text=text, label="Returns")
    return account


@pytest.fixture(scope="module")
def reader(account: Account) -> User:
    return make_user(account, role=Role.ANALYST, name="Maja Lind")


@pytest.fixture(scope="module")
def page(site: Site, reader: User) -> WatchedPage:
    return site.open(reader, QUEUE)


def test_a_reader_needs_no_mouse_keys_choose_enter_saves_and_s_skips(page: WatchedPage, account: Account) -> None:
    page.goto(QUEUE)
    first = page.locator("h2#question").inner_text()
    page.keyboard.press("PageDown")
    assert page.evaluate("document.activeElement.matches('.timeline')")  # which is what scrolls
    page.keyboard.press("s")
    page.wait_for_url(re.compile("after="))
    page.get_by_role("heading", name="question 1").wait_for()

    page.keyboard.press("2")
    assert page.get_by_role("radio", name="Should have resolved").is_checked()
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="question 2").wait_for()

    assert Review.objects.current().get(account=account).verdict == Verdict.SHOULD_HAVE_HANDED_OVER
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="question 1").wait_for()
    assert not Review.objects.current().filter(account=account).exists()
    page.goto(QUEUE)
    assert page.locator("h2#question").inner_text() == first
    page.watch.check()


def test_figures_that_are_typed_into_the_note_choose_nothing(page: WatchedPage) -> None:
    page.goto(QUEUE)
    page.get_by_label("Note").click()
    page.keyboard.type("in 2 or 3 days, says")

    assert page.get_by_label("Note").input_value() == "in 2 or 3 days, says"
    assert page.locator("input[name=verdict]:checked").count() == 0
    page.watch.check()


def test_a_view_is_saved_opened_changed_and_deleted(page: WatchedPage, account: Account) -> None:
    page.goto(f"{LIST}?status=closed")
    page.get_by_role("button", name="Save this view").click()
    page.get_by_label("Name").fill("Ended")
    page.get_by_label("Open Conversations with this view").check()
    page.locator("#save-view").get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile("view="))

    page.goto(LIST)
    assert "status=closed" in page.url
    assert page.locator("nav.segment [aria-current]").inner_text() == "Ended"
    page.goto(f"{page.url}&channel=sms")
    page.get_by_role("button", name="Update “Ended”").click()
    page.get_by_text("shows this list from now on").wait_for()
    assert "channel=sms" in SavedView.objects.get(account=account).query

    page.get_by_role("link", name="Edit views").click()
    page.get_by_role("link", name="Edit “Ended”").click()
    page.get_by_role("button", name="Delete this view").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("No view is saved yet").wait_for()
    page.watch.check()


def test_what_was_exported_is_listed_while_the_page_stays(page: WatchedPage, account: Account) -> None:
    page.goto("/desk/exports/")
    with page.expect_download():
        page.get_by_role("button", name="Download CSV").click()
    page.locator("[data-log] tbody tr").wait_for()
    page.watch.check()
    Export.objects.filter(account=account).delete()


def test_without_javascript_both_work(site: Site, reader: User, account: Account) -> None:
    page = site.open(reader, QUEUE, java_script_enabled=False)
    page.get_by_role("radio", name="Right call").check()
    page.get_by_role("button", name="Save and next").click()
    assert Review.objects.current().get(account=account).verdict == Verdict.RIGHT_CALL
    page.get_by_role("button", name="Undo").click()  # the queue is as it was, in whatever order the tests run
    assert not Review.objects.current().filter(account=account).exists()

    page.goto(f"{LIST}?status=open")
    page.get_by_role("button", name="Save this view").click()
    page.get_by_label("Name").fill("Open ones")
    page.locator("#save-view").get_by_role("button", name="Save").click()
    saved = SavedView.objects.get(account=account)
    assert saved.name == "Open ones"
    saved.delete()


@pytest.mark.parametrize("dress", DRESSES, ids=str)
def test_nothing_is_wrong_with_any_page_in_any_dress(site: Site, reader: User, dress: dict[str, object]) -> None:
    # axe styles elements as it measures them, which the policy forbids; the tests above hold the pages to the policy.
    page = site.open(reader, QUEUE, bypass_csp=True, **dress)  # type: ignore[arg-type]
    for address in (QUEUE, f"{QUEUE}history/", f"{LIST}?status=closed", f"{LIST}views/", "/desk/exports/"):
        page.goto(address)
        page.watch.check(axe=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= dress.get("width", 1280)
    page.context.close()
