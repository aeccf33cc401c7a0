"""Sales, orders, attribution and data health in Chromium: evidence, changes of settings, how far they are, dresses."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.attribution import KIND
from conversations.intake.receive import Line, receive
from conversations.models import Account, AttributionChange, Job, Order, User
from conversations.vocabulary import Role
from tests.browser import Site
from tests.make import ABSENT, make_message, make_order, make_touch
from tests.make_account import make_account, make_user
from tests.make_rows import DAY, HOUR, iso, make_conversation
from tests.recording import recorded

HOME = "/earned/"
DRESSES = [
    {"color_scheme": "light", "locale": "en-US"},
    {"color_scheme": "dark", "locale": "sv-SE", "width": 320},
]
CUT_OFF = """[...document.querySelectorAll(".table-box:has(> .rows), .table.rows td.num")]
  .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.textContent)"""
"""Rows that are wider than their box, and amounts than their cell."""


@pytest.fixture(scope="module")
def account(site: Site) -> Account:
    """Two orders of one shopper who clicked twice and asked at length; one in euro; one that nobody earned."""
    account, now = make_account(slug="earned"), timezone.now().replace(microsecond=0)
    chat = make_conversation(account, at=now - 3 * DAY, now=now, text="Which boots? " + "å" * 300)
    buyer = {"id": "ann"}
    clicks = [make_touch(conversation=chat.key, shopper=buyer, occurred_at=iso(now - n * HOUR)) for n in (3, 30, 40)]
    placed = {"shopper": buyer, "occurred_at": iso(now - 2 * HOUR)}
    orders = make_order(number="#1", refunded="10.00", **placed), make_order(number="N" * 60, **placed)
    recorded(account, *clicks, *orders, now=now)
    lone = make_order(number="#4", shopper=ABSENT, occurred_at=iso(now - HOUR))
    recorded(account, make_order(number="#3", currency="EUR", **placed), lone, now=now)
    late = make_message(conversation="late", occurred_at=iso(now - 4 * DAY))
    for hours in (1, 20):
        lines = [Line(json.dumps(late | {"id": f"late-{hours}-{n}"}).encode()) for n in range(hours)]
        receive(account, [*lines, Line(b"nothing")], source="API: Shop", now=now - hours * HOUR)
    return account


@pytest.fixture(scope="module")
def admin(account: Account) -> User:
    return make_user(account, role=Role.ADMIN, name="Maja Lind")


def test_a3_a_row_opens_its_evidence_without_javascript_too(site: Site, admin: User) -> None:
    for scripts in (True, False):
        page = site.open(admin, f"{HOME}sales/", java_script_enabled=scripts)
        why = page.locator("tr", has_text="#1").locator("details")
        assert not why.locator("p").is_visible()
        why.locator("summary").click()
        assert "1 h before the order: within the window of 24 hours" in why.inner_text().replace("\u00a0", " ")
        assert why.locator("li").count() == 2
        if scripts:
            site.picture(page, "sales with evidence")
            page.watch.check()
        page.context.close()


def test_a8_settings_are_previewed_applied_and_noted(site: Site) -> None:
    account = make_account(slug="changing")  # its own: the other tests read credits given under the defaults
    page = site.open(make_user(account, role=Role.ADMIN), "/changing/settings/attribution/")
    page.get_by_label("Window: Web chat: Product card clicked").fill("2")
    page.get_by_role("button", name="Show what this would change").click()
    page.get_by_role("heading", name="What this would change").wait_for()
    assert not AttributionChange.objects.filter(account=account).exists()
    page.get_by_role("button", name="Apply to all orders").click()
    page.get_by_text("Web chat: Product card clicked: 24 hours → 2 hours").wait_for()
    assert AttributionChange.objects.filter(account=account).count() == 1
    page.watch.check()
    page.context.close()


def test_a8_a_long_recompute_shows_how_far_it_is_by_itself(site: Site, admin: User, account: Account) -> None:
    now = timezone.now()
    job = Job.objects.create(account=account, kind=KIND, state="running", leased_until=now + timedelta(hours=1))
    page = site.open(admin, f"{HOME}settings/attribution/")
    page.get_by_text("Every order is judged by the new settings.").wait_for()
    Job.objects.filter(pk=job.pk).update(done=10_000, total=25_000)
    page.get_by_text("10,000 of 25,000 credits").wait_for()
    assert page.locator("progress").get_attribute("value") == "10000"
    Job.objects.filter(pk=job.pk).update(state="done", leased_until=None, finished_at=timezone.now())
    page.get_by_text("Changed. Every order was credited anew.").wait_for()
    page.watch.check()
    page.context.close()
    job.delete()


@pytest.mark.parametrize("dress", DRESSES, ids=str)
def test_nothing_is_wrong_with_any_page_in_any_dress(
    site: Site, admin: User, account: Account, dress: dict[str, object]
) -> None:
    # axe styles elements as it measures them, which the policy forbids; the tests above hold the pages to the policy.
    orders = {order.number: order.pk for order in Order.objects.filter(account=account)}
    page = site.open(admin, HOME, bypass_csp=True, **dress)  # type: ignore[arg-type]
    for name, address in {
        "sales": "sales/?windows=compare",
        "sales empty": "sales/?from=2020-01-01&to=2020-01-02",
        "sales wrong": "sales/?channel=fax",
        "order": f"orders/{orders['N' * 60]}/",
        "order of nobody": f"orders/{orders['#4']}/",
        "attribution": "settings/attribution/",
        "health": "health/",
    }.items():
        page.goto(f"{HOME}{address}")
        page.watch.check(axe=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= dress.get("width", 1280), address
        assert page.evaluate(CUT_OFF) == [], address
        site.picture(page, f"{name} {dress['color_scheme']}")
    page.context.close()
