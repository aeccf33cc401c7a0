"""Accounts in the admin: opened as everywhere else; what the numbers depend on moves them at once or not at all."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations import jobs, recounting
from conversations.models import Account, Conversation, DayCount, Label, Membership, attribution_of
from conversations.models.base import EARLIEST
from conversations.record import rebuild
from conversations.tasks import JOBS
from conversations.vocabulary import Role
from tests.filled_forms import Fields, filled_in
from tests.make import NOW, make_ended, make_label, make_message
from tests.make_account import make_user
from tests.make_shop import make_shop, tell
from tests.state import state_of

pytestmark = pytest.mark.django_db

ADD = reverse("admin:conversations_account_add")
NEW = {"name": "Kaffe & Te", "slug": "kaffe", "timezone": "Asia/Kolkata", "currency": "SEK"}


def page_of(account: Account) -> str:
    return reverse("admin:conversations_account_change", args=[account.pk])


def filled(boss: Client, account: Account | None = None) -> Fields:
    return filled_in(boss.get(page_of(account) if account else ADD).content.decode(), form="account_form")


def save(boss: Client, account: Account, **changes: Any) -> str:
    """Change these fields of the account's page and press Save; what is said afterwards."""
    answer = boss.post(page_of(account), {**filled(boss, account), **changes}, follow=True)
    assert answer.redirect_chain, answer.context["errors"]
    return answer.content.decode()


def test_an_account_is_opened_with_its_settings_and_its_first_member(boss: Client) -> None:
    user = make_user()
    member = {"memberships-TOTAL_FORMS": "1", "memberships-0-user": str(user.pk), "memberships-0-role": "admin"}

    boss.post(ADD, {**filled(boss), **NEW, **member})

    account = Account.objects.get(slug="kaffe")
    other = make_shop()
    assert (account.name, account.timezone) == ("Kaffe & Te", "Asia/Kolkata")
    assert attribution_of(account) == attribution_of(other)
    assert account.touchwindows.count() == other.touchwindows.count() > 0
    assert [(each.user, each.role) for each in account.memberships.all()] == [(user, Role.ADMIN)]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "admin"),
        ("slug", "Has space"),
        ("slug", "shop-one"),
        ("timezone", "Europe/Gothenburg"),
        ("currency", "XYZ"),
        ("silence_hours", "0"),
        ("silence_hours", "721"),
    ],
)
def test_an_account_that_cannot_be_is_refused_beside_the_field(boss: Client, field: str, value: str) -> None:
    make_shop()

    answer = boss.post(ADD, {**filled(boss), **NEW, field: value})

    assert list(answer.context["adminform"].form.errors) == [field]
    assert Account.objects.count() == 1


def test_t6_another_zone_moves_every_local_day_at_once(boss: Client) -> None:
    account = make_shop()
    tell(account, make_message(conversation="c-late", occurred_at="2026-06-06T22:30:00Z"))
    assert days(account) == ["2026-06-06", "2026-06-07"]

    told = save(boss, account, timezone="Europe/London")

    assert days(account) == ["2026-06-06", "2026-06-06"]
    assert DayCount.objects.filter(account=account).values_list("day", flat=True).distinct().count() == 1
    assert "Every number of “Shop one” was computed anew." in told


def test_t6_of_a_large_account_a_job_moves_them_and_until_then_all_stays(
    boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_shop()
    monkeypatch.setattr(recounting, "AT_ONCE", 0)
    before = state_of(account)

    told = save(boss, account, timezone="Pacific/Kiritimati", name="Far")

    account.refresh_from_db()
    assert (account.name, account.timezone, state_of(account)) == ("Far", "Europe/Stockholm", before)
    assert "Until then all of them stay as they were." in told
    assert "Being computed by new settings: 0 %" in boss.get(page_of(account)).content.decode()
    assert "timezone" not in filled(boss, account)

    while jobs.run_next(JOBS, now=timezone.now()):
        pass

    account.refresh_from_db()
    moved = state_of(account)
    assert account.timezone == "Pacific/Kiritimati"
    assert moved != before
    rebuild(account, now=NOW)
    assert state_of(account) == moved
    assert "As the settings are" in boss.get(page_of(account)).content.decode()


def days(account: Account) -> list[str]:
    days = Conversation.objects.filter(account=account).order_by("day").values_list("day", flat=True)
    return [str(day) for day in days]


def test_t6_when_the_numbers_cannot_be_computed_nothing_is_saved(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_shop()
    before = state_of(account)

    def broken(account: Account, **_: Any) -> None:
        DayCount.objects.filter(account=account).delete()
        raise ZeroDivisionError

    monkeypatch.setattr(recounting, "rezone", broken)
    with pytest.raises(ZeroDivisionError):
        save(boss, account, timezone="Asia/Tokyo", name="Tokyo")

    account.refresh_from_db()
    assert (account.name, account.timezone) == ("Shop one", "Europe/Stockholm")
    assert state_of(account) == before
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "before", "after"),
    [
        ("silence_hours", "720", "resolved", "open"),
        ("silence_means", "closed", "resolved", "closed"),
        ("closing_thanks", "confirms", "closed", "resolved"),
    ],
)
def test_s6_another_rule_of_silence_gives_every_conversation_its_status(
    boss: Client, field: str, value: str, before: str, after: str
) -> None:
    account = make_shop()
    tell(account, *thread("c-silent", "Where is it?", "Here."), *thread("c-thanks", "Where is it?", "Here.", "Thanks!"))
    key = "c-thanks" if field == "closing_thanks" else "c-silent"
    rebuild(account, now=NOW + timedelta(days=4))
    assert status(account, key) == before

    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        save(boss, account, **{field: value})

    assert status(account, key) == after


def thread(key: str, *texts: str) -> list[dict[str, Any]]:
    """A shopper and the agent in turns, a minute apart."""
    return [
        make_message(
            conversation=key,
            text=text,
            sender="agent" if number % 2 else "shopper",
            occurred_at=f"2026-06-06T12:{number:02}:00Z",
        )
        for number, text in enumerate(texts)
    ]


def status(account: Account, key: str) -> str | None:
    return Conversation.objects.get(account=account, key=key).status


@pytest.mark.one_database
def test_a8_the_history_says_who_changed_what_from_what_to_what(boss: Client) -> None:
    account, member = make_shop(), make_user()
    added = {"memberships-TOTAL_FORMS": "2", "memberships-1-user": str(member.pk), "memberships-1-role": "analyst"}

    save(
        boss,
        account,
        silence_hours="24",
        **{**added, "memberships-0-DELETE": "on"},
    )

    entry = LogEntry.objects.get()
    told = entry.get_change_message()
    assert entry.user.get_full_name() == "The boss"
    for part in (
        "Hours of silence that close a conversation: 48 → 24",
        f"Added membership “{member} – Shop one”",
        "Deleted membership",
    ):
        assert part in told


@pytest.mark.one_database
def test_a_name_is_changed_without_computing_anything(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_shop()
    monkeypatch.setattr(recounting, "change", pytest.fail)

    told = save(boss, account, name="Kaffe", slug="kaffe")

    account.refresh_from_db()
    assert (account.name, account.slug) == ("Kaffe", "kaffe")
    assert "computed anew" not in told


@pytest.mark.one_database
def test_a6_the_currency_stays_once_there_are_orders(boss: Client) -> None:
    account = make_shop()
    boss.post(ADD, {**filled(boss), **NEW})
    empty = Account.objects.get(slug="kaffe")

    save(boss, account, currency="NOK")
    save(boss, empty, currency="NOK")

    assert list(Account.objects.order_by("pk").values_list("currency", flat=True)) == ["SEK", "NOK"]


@pytest.mark.one_database
def test_a_membership_is_changed_on_its_own_page(boss: Client) -> None:
    membership = Membership.objects.get(account=make_shop())
    page = reverse("admin:conversations_membership_change", args=[membership.pk])
    fields = filled_in(boss.get(page).content.decode(), form="membership_form")

    boss.post(page, {**fields, "role": "viewer"})

    membership.refresh_from_db()
    assert membership.role == Role.VIEWER


@pytest.mark.parametrize(("name", "becomes"), [("DELIVERY", "DELIVERY"), ("Shipping", "Delivery"), (" ", "Delivery")])
def test_s8_a_label_is_spelt_anew_but_stays_the_same_word(boss: Client, name: str, becomes: str) -> None:
    account = make_shop()
    label = Label.objects.get(account=account)

    boss.post(reverse("admin:conversations_label_change", args=[label.pk]), {"name": name})

    label.refresh_from_db()
    assert label.name == becomes


def test_s8_a_late_event_does_not_undo_the_spelling(boss: Client) -> None:
    account = make_shop()
    label = Label.objects.get(account=account)
    boss.post(reverse("admin:conversations_label_change", args=[label.pk]), {"name": "DELIVERY"})

    tell(account, make_ended(), make_label(label="delivery", occurred_at="2001-01-01T00:00:00Z"))

    label.refresh_from_db()
    assert (label.name, label.named_at) == ("DELIVERY", EARLIEST)
