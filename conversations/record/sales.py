"""DayOrder and DayCredit: orders are taken from where they were counted and put where they are counted now.

Whoever changes orders, credits or what conversations are filtered by tells the book first which orders this is about,
while they are still as they were; the book reads them again at the end and writes what came of it (K4, A6).
"""

from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from django.db.models import QuerySet

from conversations.models import NO_LABEL, Account, Credit, Order
from conversations.models.querysets import owned
from conversations.prepared import Prepared
from conversations.record.rollups import CREDITS, ORDERS, Counters, Key, Rollup, summed


class Counted(NamedTuple):
    """An order as the rollups see it. `channel`, `label_id`, `status` and `thread_test` are its conversation's."""

    day: Any
    currency: str
    test: bool
    total_minor: int
    refunded_minor: int
    cancelled_at: Any
    profile_id: int | None
    credit_id: int | None
    channel: str | None
    label_id: int | None
    status: str | None
    thread_test: bool | None

    @property
    def net_minor(self) -> int:
        return 0 if self.cancelled_at else self.total_minor - self.refunded_minor

    def places(self) -> Iterator[tuple[Rollup, Key, Counters]]:
        """Where it is counted, and as what; as `rollups.rows_give` has it."""
        if self.test:
            yield ORDERS, (self.day, self.currency), (0, 1, 0, 0, 0, 0, 0)
            return
        earned = (1, self.total_minor, self.net_minor) if self.thread_test is False else (0, 0, 0)
        unknown = self.profile_id is None and self.credit_id is None
        yield ORDERS, (self.day, self.currency), (1, 0, int(unknown), self.total_minor, *earned)
        if self.thread_test is False:
            yield CREDITS, (self.day, self.currency, self.channel, self.label_id or NO_LABEL, self.status), earned


_COLUMNS = (
    *("day", "currency", "test", "total_minor", "refunded_minor", "cancelled_at", "profile_id", "credit__pk"),
    *(f"credit__conversation__{name}" for name in ("channel", "label_id", "status", "test")),
)


class SalesBook:
    """The orders that a transaction is about, as they were before it. The caller holds the account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._before: dict[int, Counted | None] = {}

    def open(self, orders: Set[int], *, of: Set[int] = frozenset()) -> None:
        """Before they change: these orders, of which some may not be there yet, and those credited to threads `of`."""
        if of:
            orders = orders | {order for (order,) in _CREDITED.rows(None, self._account.pk, frozenset(of))}
        new = orders - self._before.keys()
        self._before |= {**dict.fromkeys(new), **self._read(new)}

    def close(self) -> None:
        """Move what is counted elsewhere now, or as something else. Last in the transaction."""
        after = self._read(self._before.keys())
        changes: dict[Rollup, list[tuple[Key, Counters]]] = {ORDERS: [], CREDITS: []}
        for pk, before in self._before.items():
            if before == after.get(pk):
                continue
            for counted, sign in ((before, -1), (after.get(pk), 1)):
                for rollup, key, counters in counted.places() if counted else ():
                    changes[rollup].append((key, tuple(sign * counter for counter in counters)))
        for rollup, moved in changes.items():
            rollup.add(self._account, summed(moved))

    def _read(self, orders: Set[int]) -> dict[int, Counted]:
        if not orders:
            return {}
        rows = _COUNTED.rows(None, self._account.pk, frozenset(orders))
        return {pk: Counted(*values) for pk, *values in rows}


def _counted(_shape: None, account: int, orders: frozenset[int]) -> "QuerySet[Order, tuple[Any, ...]]":
    return owned(Order.objects.filter(pk__among=orders), account).values_list("pk", *_COLUMNS)


def _credited(_shape: None, account: int, threads: frozenset[int]) -> "QuerySet[Credit, tuple[int]]":
    return owned(Credit.objects.filter(conversation__among=threads), account).values_list("order_id")


_COUNTED, _CREDITED = Prepared(_counted), Prepared(_credited)
