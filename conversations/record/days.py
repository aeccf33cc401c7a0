"""T2, T6: the local days that are stored, moved to the account's zone: day by day, by when a day starts and ends.

Python knows the edges of days, the database moves all rows between two of them at once.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Min, QuerySet

from conversations.days import local_day, window
from conversations.models import Account


def move_days(account: Account, *, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
    """Give every conversation and order its day in the account's zone. The caller holds the account."""
    stored: tuple[tuple[QuerySet[Any], str], ...] = (
        (account.conversations.visible(), "started_at"),
        (account.orders.all(), "occurred_at"),
    )
    spans = [_span(rows, column) for rows, column in stored]
    total, before = sum(map(_days, spans)), 0
    for (rows, column), span in zip(stored, spans, strict=True):
        for day, inside in _by_day(rows, column, account):
            progress(before + _days((span[0], inside[0])), total)
            theirs = rows.filter((f"{column}__gte", inside[0]), (f"{column}__lt", inside[1]))
            theirs.exclude(day=day).update(day=day)
        before += _days(span)


def _by_day(rows: "QuerySet[Any]", column: str, account: Account) -> Iterator[tuple[date, tuple[datetime, datetime]]]:
    """The days with such rows, and their windows."""
    at = _span(rows, column)[0]
    while at is not None:
        day = local_day(at, account.zone)
        inside = window(day, day, account.zone)
        yield day, inside
        at = _span(rows.filter((f"{column}__gte", inside[1])), column)[0]


def _span(rows: "QuerySet[Any]", column: str) -> tuple[datetime | None, datetime | None]:
    ends = rows.aggregate(first=Min(column), last=Max(column))
    return ends["first"], ends["last"]


def _days(span: tuple[datetime | None, datetime | None]) -> int:
    first, last = span
    return (last - first) // timedelta(days=1) + 1 if first is not None and last is not None else 0
