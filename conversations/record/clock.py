"""What the clock alone changes: conversations close by silence (S1)."""

from datetime import datetime

from conversations.models import Account, Conversation
from conversations.record.counts import count
from conversations.record.lock import holding_account
from conversations.record.restate import cell_of, restate
from conversations.record.rows import update
from conversations.record.sales import SalesBook
from conversations.record.version import data_changed
from conversations.vocabulary import Status

BATCH = 1000


def close_due(account: Account, *, now: datetime) -> int:
    """Close every open conversation whose time has come by `now` (UTC); how many there were. Repeating does nothing."""
    total = 0
    while closed := _close_some(account, now=now):
        total += closed
    return total


@holding_account
def _close_some(account: Account, *, now: datetime) -> int:
    due = Conversation.objects.filter(account=account, status=Status.OPEN, closes_at__lte=now)
    rows = list(due.order_by("closes_at", "id")[:BATCH])
    before = [cell_of(row) for row in rows]
    book = SalesBook(account)
    book.open(set(), of={row.pk for row in rows})
    for row in rows:
        restate(row, account, now=now)
    update(Conversation, ("closes_at", "status"), [(row.closes_at, row.status, row.pk) for row in rows])
    count(account, zip(before, [cell_of(row) for row in rows], strict=True))
    book.close()
    if rows:
        data_changed(account)
    return len(rows)
