"""Keys, the live switch, Data health and connections in Chromium: by hand, without JavaScript, in every dress."""

import pytest
from playwright.sync_api import expect

from conversations.models import Account, ApiKey, LiveSwitch, RejectedEvent, ShopifyConnection, User
from conversations.vocabulary import Role
from tests.browser import Site, WatchedPage
from tests.make import make_message
from tests.make_account import make_user
from tests.make_shop import make_shop, tell

LONG = "a-very-long-name-that-does-not-fit-" * 5
DRESSES = [
    {"color_scheme": "light", "locale": "en-US"},
    {"color_scheme": "dark", "locale": "sv-SE", "width": 320},
]


@pytest.fixture(scope="module")
def account(site: Site) -> Account:
    """With a row in every table, and refused events of two kinds."""
    account = make_shop()
    tell(account, make_message(id=LONG[:200], text=None), make_message(id="m-odd", channel="<b>pigeon</b>"))
    return account


@pytest.fixture(scope="module")
def admin(account: Account) -> User:
    return make_user(account, role=Role.ADMIN)


@pytest.fixture(scope="module")
def page(site: Site, admin: User) -> WatchedPage:
    return site.open(admin)


def test_a_key_is_made_copied_and_revoked(page: WatchedPage, account: Account) -> None:
    page.goto(f"/{account.slug}/settings/keys/")
    page.get_by_label("Name").fill(LONG[:120])
    page.get_by_label("Read numbers and conversations").check()
    page.get_by_role("button", name="Make the key").click()

    made = page.get_by_label("Copy it now: it is not shown again").input_value()
    assert made.startswith("ad_")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == made
    revoked = ApiKey.objects.filter(account=account, name=LONG[:120], revoked_at__isnull=False)
    row = page.locator("tr", has_text=LONG[:120])
    row.get_by_role("button").click()
    expect(page.locator("[popover]:popover-open")).to_be_visible()
    page.keyboard.press("Escape")
    assert not revoked.exists()  # whoever changes their mind loses nothing
    row.get_by_role("button").click()
    page.locator("[popover]:popover-open button[type=submit]").press("Enter")
    page.wait_for_load_state()
    assert revoked.exists()
    page.watch.check()


def test_language_and_colours_that_somebody_chooses_are_those_of_their_pages(site: Site, account: Account) -> None:
    """A viewer, so that the other tests' admin keeps reading English."""
    page = site.open(make_user(account), f"/{account.slug}/me/", color_scheme="light", locale="en-US")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("Svenska").check()
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()

    page.get_by_text("Sparat.").wait_for()
    page.goto(f"/{account.slug}/conversations/")
    assert page.locator("h1").inner_text() == "Konversationer"
    assert page.locator("html").get_attribute("lang") == "sv"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.watch.check(axe=True)
    page.context.close()


def test_the_agent_is_paused_and_set_live_again_without_javascript(site: Site, admin: User, account: Account) -> None:
    page = site.open(admin, f"/{account.slug}/settings/live/", java_script_enabled=False)
    page.get_by_role("button", name="Pause the agent").click()
    page.get_by_role("button", name="Pause it now").click()
    page.get_by_role("heading", name="The agent is paused").wait_for()
    assert not LiveSwitch.objects.filter(account=account).latest("occurred_at").live

    page.get_by_role("button", name="Set the agent live").click()
    page.get_by_role("heading", name="The agent is live").wait_for()
    assert LiveSwitch.objects.filter(account=account).latest("occurred_at").live
    page.context.close()


@pytest.mark.parametrize("dress", DRESSES, ids=str)
def test_nothing_is_wrong_with_any_page_in_any_dress(
    site: Site, admin: User, account: Account, dress: dict[str, object]
) -> None:
    # axe styles elements as it measures them, which the policy forbids; the tests above hold the pages to the policy.
    page = site.open(admin, bypass_csp=True, **dress)  # type: ignore[arg-type]
    connection = ShopifyConnection.objects.filter(account=account).order_by("pk")[0]
    code = RejectedEvent.objects.filter(account=account).order_by("pk")[0].code
    for address in (
        "settings/keys/",
        "settings/live/",
        f"health/?code={code}",
        "settings/connections/",
        f"settings/connections/{connection.pk}/",
        "settings/reveals/",
        "me/",
    ):
        page.goto(f"/{account.slug}/{address}")
        page.watch.check(axe=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= dress.get("width", 1280), address
        site.picture(
            page, f"settings {address.replace(str(connection.pk), 'one')} {' '.join(map(str, dress.values()))}"
        )
    page.goto("/account/two-factor/activate/")
    page.watch.check(axe=True)
    page.fill("[name=password]", "pass")
    page.keyboard.press("Enter")
    page.locator(".qr").wait_for()
    page.watch.check(axe=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= dress.get("width", 1280)
    page.context.close()


def test_a_refused_event_is_thrown_away_after_asking(page: WatchedPage, account: Account) -> None:
    page.goto(f"/{account.slug}/health/")
    row, button = (page.locator(part).first.bounding_box() for part in ("table.rows tbody tr", "tbody .button.quiet"))
    assert row
    assert button
    assert button["x"] + button["width"] <= row["x"] + row["width"], "it is cut off"
    before = RejectedEvent.objects.filter(account=account).count()
    page.get_by_role("button", name="Discard").first.click()
    page.locator("[popover]:popover-open button[type=submit]").press("Enter")
    page.wait_for_load_state()
    assert RejectedEvent.objects.filter(account=account).count() < before
    page.watch.check()
