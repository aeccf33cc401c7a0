"""A page is read as of one moment, whatever is written meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from conversations import recounting
from conversations.models import Account
from conversations.snapshot import snapshot
from tests.calling import make_caller, read
from tests.make import NOW
from tests.make_account import make_account, make_user
from tests.make_rows import make_conversation
from tests.pages import big, opened, text_of


def elsewhere_make_account() -> None:
    """Over a connection of its own, committed before this returns."""

    def make() -> None:
        make_account()
        connection.close()

    thread = Thread(target=make)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_what_others_write_during_a_snapshot_is_seen_after_it() -> None:
    with snapshot():
        assert Account.objects.count() == 0
        elsewhere_make_account()
        assert Account.objects.count() == 0
    assert Account.objects.count() == 1


def in_snapshot(act: Callable[[], object]) -> None:
    with snapshot():
        act()


@pytest.mark.django_db(transaction=True)
def test_within_a_snapshot_nothing_can_be_written_and_after_it_everything() -> None:
    with pytest.raises(DatabaseError):
        in_snapshot(make_account)
    make_account()
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_ends_with_an_error_within_it() -> None:
    with pytest.raises(Account.DoesNotExist):
        in_snapshot(Account.objects.get)
    make_account()
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_within_an_open_transaction_a_snapshot_changes_nothing() -> None:
    with snapshot():
        make_account()
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_within_a_snapshot_is_the_same_one() -> None:
    with snapshot():
        assert Account.objects.count() == 0
        with snapshot():
            elsewhere_make_account()
        assert Account.objects.count() == 0
    assert Account.objects.count() == 1


@contextmanager
def just_before(account: Account | None = None) -> Iterator[None]:
    """A snapshot that begins when the shop has just moved to New York, once the request had read its account."""
    moved = Account.objects.get()
    recounting.change(moved, {"timezone": "America/New_York"}, by=make_user(), now=NOW)
    with snapshot(account):
        yield


@pytest.mark.django_db
def test_t6_a_zone_that_changes_after_the_account_was_read_is_the_zone_of_the_whole_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account(timezone="Europe/Stockholm")
    make_conversation(account, at=datetime(2026, 6, 5, 22, 30, tzinfo=UTC))  # 6 June in Stockholm, 5 June in New York
    client.force_login(make_user(account))
    caller, on_5_june = make_caller(account), {"from": "2026-06-05", "to": "2026-06-05"}

    monkeypatch.setattr("conversations.views.access.snapshot", just_before)
    page = opened(client, f"/{account.slug}/?from=2026-06-05&to=2026-06-05")
    assert (big(page, "Total volume")[0], "America/New_York" in text_of(page)) == ("1", True)

    Account.objects.update(timezone="Europe/Stockholm")
    monkeypatch.setattr("metrics.api.overview.snapshot", just_before)
    monkeypatch.setattr("metrics.api.conversations.snapshot", just_before)
    answer = read(caller, "overview", **on_5_june)
    assert (answer["kpis"]["total_volume"], answer["range"]["start"]) == (1, "2026-06-05T04:00:00Z")
    Account.objects.update(timezone="Europe/Stockholm")
    assert len(read(caller, "conversations", **on_5_june)["conversations"]) == 1
