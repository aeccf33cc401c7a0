"""One writer an account at a time: the lock on the account's row, and what is tried again when a database gives up.

Every transaction that writes an account's data takes this lock first, so no two of them can wait for each other, and
what is looked up under it stays true until the commit. Accounts do not wait for one another on PostgreSQL; SQLite
has one writer anyway (`BEGIN IMMEDIATE`).
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from conversations.models import Account
from conversations.prepared import Prepared

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 6
_TRY_AGAIN = {"40P01", "40001"}  # deadlock detected, serialization failure


def holding_account(
    write: Callable[Concatenate[Account, P], T],
) -> Callable[Concatenate[Account, P], T]:
    """Run `write` in one transaction that holds its account, freshly read; retried whole when the database says so."""

    @wraps(write)
    def held(account: Account, /, *args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in range(TRIES):
            try:
                with transaction.atomic():
                    return write(_fresh(account), *args, **kwargs)
            except OperationalError as error:
                if attempt + 1 == TRIES or connection.in_atomic_block or not _passing(error):
                    raise
                time.sleep(random.uniform(0.5, 1) * 0.02 * 2**attempt)  # noqa: S311  (no secret)
        raise AssertionError("unreachable")

    return held


def _fresh(account: Account) -> Account:
    for found in _HELD.objects(None, account.pk):
        return found  # type: ignore[no-any-return]
    raise Account.DoesNotExist


_HELD = Prepared(lambda _shape, account: Account.objects.select_for_update(no_key=True).filter(pk=account))


def _passing(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in _TRY_AGAIN or "locked" in str(error)
