"""A page is read as of one moment, whatever is written meanwhile."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import DatabaseError, connection

from conversations.models import Account
from conversations.snapshot import snapshot
from tests.make_account import make_account


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
