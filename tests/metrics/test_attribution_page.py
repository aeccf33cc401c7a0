"""The page of the attribution settings: a preview that writes nothing, changes all or nothing, a history (A8)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conversations import attribution as service
from conversations.accounts import open_account
from conversations.models import Account, AttributionChange, Credit, Job, TouchWindow, attribution_of
from conversations.record import credits as credits_module
from conversations.record.credits import settle
from conversations.vocabulary import Role
from conversations.worker import Worker, declared
from metrics.queries.earned import earned
from tests.filled_forms import filled_in
from tests.make import NOW, make_order, make_touch
from tests.make_account import make_user
from tests.make_rows import DAY, HOUR, iso, make_conversation
from tests.pages import text_of
from tests.recording import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

CARD = "web_chat_product_card_clicked"
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


@pytest.fixture
def account() -> Account:
    """Two orders of the web chat: 100 kr in May an hour after its click, 40 kr in June 30 hours after its click."""
    account = open_account(Account(slug="kaffe", name="Kaffe", timezone="Europe/Stockholm", currency="SEK"))
    found = make_conversation(account, at=NOON - DAY)
    for number, (between, total) in enumerate([(HOUR, "100.00"), (30 * HOUR, "40.00")]):
        buyer = {"id": f"buyer-{number}"}
        click = make_touch(conversation=found.key, shopper=buyer, occurred_at=iso(NOON - HOUR))
        recorded(account, click, make_order(shopper=buyer, total=total, occurred_at=iso(NOON - HOUR + between)))
    return account


@pytest.fixture
def admin(client: Client, account: Account) -> Client:
    client.force_login(make_user(account, role=Role.ADMIN, name="Maja Lind"))
    return client


PAGE = "/kaffe/settings/attribution/"


def filled(admin: Client, **changes: Any) -> dict[str, Any]:
    fields = {**filled_in(admin.get(PAGE).content.decode(), form="settings"), **changes}
    return {name: value for name, value in fields.items() if value is not None}


def sent(admin: Client, fields: dict[str, Any], *, apply: bool = False) -> str:
    fields = {name: value for name, value in fields.items() if name not in ("apply", "preview")}
    answer = admin.post(f"{PAGE}change/", {**fields, **({"apply": "1"} if apply else {"preview": "1"})}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a8_the_preview_says_what_would_be_by_month_and_channel_and_writes_nothing(
    admin: Client, account: Account
) -> None:
    words = text_of(sent(admin, filled(admin, **{f"{CARD}_length": "2", f"{CARD}_unit": "days"})))

    assert "Credited sales now SEK 100.00 1 order Then SEK 140.00 2 orders" in words
    assert "June 2026 Web chat SEK 0.00 0 orders SEK 40.00 1 order" in words
    assert "May 2026 Web chat SEK 100.00 1 order SEK 100.00 1 order" in words
    assert Credit.objects.filter(account=account).count() == 1
    assert not AttributionChange.objects.exists()


def test_a8_a_change_credits_every_order_anew_and_is_noted(admin: Client, account: Account) -> None:
    fields = filled(admin, **{f"{CARD}_length": "2", f"{CARD}_unit": "days", "anchor": "touch"})

    words = text_of(sent(admin, fields, apply=True))

    assert Credit.objects.filter(account=account).count() == 2
    assert TouchWindow.objects.get(account=account, channel="web_chat", kind="product_card_clicked").hours == 48
    assert "Changed. Every order was credited anew." in words
    assert "Maja Lind · 2 credits came, went or moved" in words  # one came, one has another window
    assert AttributionChange.objects.get().changed_at == NOW
    assert "Web chat: Product card clicked: 24 hours → 2 days" in words
    assert "Windows start: When the message was received → When the shopper clicked or opened" in words


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("length", "unit", "why"),
    [
        ("0", "hours", "A window is at least 1 hour."),
        ("2161", "hours", "A window is at most 90 days."),
        ("91", "days", "A window is at most 90 days."),
        ("1.5", "hours", "A window is a whole number."),
        ("", "hours", "This field is required."),
        ("x" * 50, "days", "A window is a whole number."),
    ],
)
def test_a1_a_window_that_cannot_be_is_said_beside_it_and_nothing_typed_is_lost(
    admin: Client, account: Account, length: str, unit: str, why: str
) -> None:
    typed = filled(admin, **{f"{CARD}_length": length, f"{CARD}_unit": unit, "sms_link_clicked_length": "77"})

    html = sent(admin, typed, apply=True)

    assert why in text_of(html)
    assert "Apply to all orders" not in html
    again = filled_in(html, form="settings")
    assert again["sms_link_clicked_length"] == ["77"]
    assert again[f"{CARD}_length"] == [length]
    assert not AttributionChange.objects.exists()


@pytest.mark.parametrize(
    ("length", "unit", "hours"), [("90", "days", 2160), ("2160", "hours", 2160), ("1", "hours", 1)]
)
def test_a1_windows_go_from_an_hour_to_90_days(
    admin: Client, account: Account, length: str, unit: str, hours: int
) -> None:
    sent(admin, filled(admin, **{f"{CARD}_length": length, f"{CARD}_unit": unit}), apply=True)

    assert TouchWindow.objects.get(account=account, channel="web_chat", kind="product_card_clicked").hours == hours


@pytest.mark.one_database
def test_a8_a_stale_form_is_told_so_and_keeps_what_was_typed(admin: Client, account: Account) -> None:
    mine = filled(admin, **{f"{CARD}_length": "2", f"{CARD}_unit": "days"})
    sent(admin, filled(admin, ignore_bots=None), apply=True)

    html = sent(admin, mine, apply=True)

    assert "Somebody else changed these settings" in text_of(html)
    assert AttributionChange.objects.count() == 1
    assert filled_in(html, form="settings")[f"{CARD}_length"] == ["2"]
    sent(admin, filled_in(html, form="settings"), apply=True)
    assert AttributionChange.objects.count() == 2


def test_a8_many_orders_are_credited_by_the_worker_and_readers_see_old_or_new(
    admin: Client, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 1)
    fields = filled(admin, **{f"{CARD}_length": "2", f"{CARD}_unit": "days"})

    words = text_of(sent(admin, fields, apply=True))

    assert "Until that is done, every number stays as it was. Look again The worker has not begun yet." in words
    assert earned(account, None).total.orders == 1
    assert "Somebody else changed these settings" in text_of(sent(admin, fields, apply=True))
    Worker(print, (), declared()[1]).round(now=timezone.now())
    assert earned(account, None).total.orders == 2
    assert AttributionChange.objects.get().by_email.startswith("person-")
    page = text_of(admin.get(PAGE).content.decode())
    assert "being credited anew" not in page
    assert "Changed. Every order was credited anew. Show the settings as they are now" in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("state", "done", "total", "words"),
    [
        ("waiting", 0, 0, "The worker has not begun yet."),
        ("running", 0, 0, "Every order is judged by the new settings."),
        ("running", 10_000, 25_000, "10,000 of 25,000 credits that come, go or move are written."),
    ],
)
def test_a8_the_page_says_how_far_a_long_change_is(
    admin: Client, account: Account, state: str, done: int, total: int, words: str
) -> None:
    lease = NOW if state == "running" else None
    Job.objects.create(
        account=account, kind=service.KIND, state=state, done=done, total=total, data={}, leased_until=lease
    )

    assert words in text_of(admin.get(PAGE).content.decode())


def test_a8_a_change_tells_how_many_of_its_credits_are_written(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credits_module, "BATCH", 1)
    before, told = attribution_of(account), list[tuple[int, int]]()
    wider = service.from_data({**service.as_data(before), "windows": {"web_chat product_card_clicked": [True, 48]}})

    settle(account, wider, progress=lambda *far: told.append(far))

    assert told == [(1, 2), (2, 2)]


def test_a8_a_change_that_breaks_leaves_settings_and_credits_as_they_were(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = attribution_of(account)
    wider = service.from_data({**service.as_data(before), "windows": {"web_chat product_card_clicked": [True, 48]}})

    def broken(*_: Any, **__: Any) -> int:
        settle(account, wider)
        raise ZeroDivisionError

    monkeypatch.setattr(service, "settle", broken)
    with pytest.raises(ZeroDivisionError):
        service.change(account, wider, seen=service.mark(before), by=None, now=NOW)

    assert attribution_of(account) == before
    assert Credit.objects.filter(account=account).count() == 1
    assert not AttributionChange.objects.exists()


def test_a8_a_job_that_was_overtaken_says_so(admin: Client, account: Account) -> None:
    data = service.as_data(attribution_of(account)) | {"ignore_bots": False}
    Job.objects.create(
        account=account, kind=service.KIND, data={"settings": data, "seen": "x"}, due_at=NOW - timedelta(minutes=1)
    )

    Worker(print, (), declared()[1]).round(now=timezone.now())

    words = text_of(admin.get(PAGE).content.decode())
    assert "The last change was not made. The settings were changed by somebody else" in words


@pytest.mark.one_database
@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT, Role.ANALYST])
def test_settings_are_for_admins(client: Client, account: Account, role: Role) -> None:
    client.force_login(make_user(account, role=role))

    assert client.get(PAGE).status_code == client.post(f"{PAGE}change/").status_code == 403
