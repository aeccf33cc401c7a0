"""All that one page reads is read as of one moment, so that its numbers agree with each other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from conversations.models import Account
from conversations.prepared import Prepared

_ONE_MOMENT = """SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL parallel_setup_cost = 20000"""
"""Parallel workers only where much is read: to start them takes longer than what pages read of indexes."""


@contextmanager
def snapshot(account: Account | None = None) -> Iterator[None]:
    """Read only, one moment, no waiting for writers. Within an open transaction or snapshot it does nothing.

    `account` was read before; within, it says what its row says: a change of its zone moves the days that are counted
    in the same moment (T6), and nobody is to ask for the new days by the old zone.
    """
    with _one_moment():
        if account is not None:
            _read_anew(account)
        yield


_ACCOUNT = Prepared(lambda _shape, account: Account.objects.filter(pk=account))


def _read_anew(account: Account) -> None:
    """In place, so that whoever holds it sees it. One that is gone stays as it was: it has no rows either."""
    for row in _ACCOUNT.objects((), account.pk):
        for column in Account._meta.concrete_fields:
            setattr(account, column.attname, getattr(row, column.attname))


@contextmanager
def _one_moment() -> Iterator[None]:
    if connection.in_atomic_block or _is_open():
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ONE_MOMENT)
            yield
    else:
        with _deferred():
            yield


def _is_open() -> bool:
    """Whether SQLite is within a transaction that Django did not begin: that of `_deferred`."""
    return connection.vendor == "sqlite" and connection.connection is not None and connection.connection.in_transaction


@contextmanager
def _deferred() -> Iterator[None]:
    """Django's own transactions begin by taking SQLite's one write lock; this one never does, and refuses to write."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
            cursor.execute("PRAGMA query_only = OFF")
