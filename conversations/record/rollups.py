"""The tables that count by local day: what each is counted by, what the rows give for it, and how it is moved.

The writer knows what a change takes away and brings, and adds that, last in its transaction and in the order of keys.
What the rows give says the same from nothing: it fills the tables anew, and checks them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Model, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from conversations.ids import new_ids
from conversations.models import NO_LABEL, Account, DayCount, DayCredit, DayOrder
from conversations.prepared import Prepared
from conversations.record.rows import insert, update
from conversations.vocabulary import Status

Key = tuple[Any, ...]
Counters = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """A row a key; every counter is a sum over the rows that have this key. Where all are 0 there is no row."""

    model: type[Model]
    keys: tuple[str, ...]
    counters: tuple[str, ...]

    def stored(self, account: Account) -> dict[Key, Counters]:
        return {key: counters for key, counters, _ in self._found(_STORED.rows(self, account.pk))}

    def add(self, account: Account, changes: Mapping[Key, Counters]) -> None:
        """Add to the counters of these keys. The caller holds the account."""
        changes = {key: counters for key, counters in changes.items() if any(counters)}
        if not changes:
            return
        places = [frozenset(key[place] for key in changes) for place in range(len(self.keys))]
        rows = _STORED.rows(self, account.pk, *places)
        known = {key: (pk, counters) for key, counters, pk in self._found(rows)}
        added, changed, empty = [], [], []
        for key in sorted(changes):
            pk, before = known.get(key, (None, (0,) * len(self.counters)))
            counters = _sum(before, changes[key])
            if pk is None:
                added.append((key, counters))
            elif any(counters):
                changed.append((*counters, pk))
            else:
                empty.append(pk)
        self._insert(account, added)
        update(self.model, self.counters, changed)
        if empty:
            self.model._default_manager.filter(account=account, pk__in=empty).delete()

    def refill(self, account: Account) -> None:
        """What the rows give instead of what is stored. The caller holds the account."""
        self.model._default_manager.filter(account=account).delete()
        self._insert(account, sorted(rows_give(account, self).items()))

    def _insert(self, account: Account, rows: Iterable[tuple[Key, Counters]]) -> None:
        rows = list(rows)
        columns = ("id", "account_id", *self.keys, *self.counters)
        ids = new_ids(len(rows)) if rows else ()
        insert(
            self.model,
            columns,
            [(pk, account.pk, *key, *counters) for pk, (key, counters) in zip(ids, rows, strict=True)],
        )

    def _found(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Key, Counters, int]]:
        for *values, pk in rows:
            yield tuple(values[: len(self.keys)]), tuple(values[len(self.keys) :]), pk


def _stored(rollup: Rollup, account: int, *places: frozenset[Any]) -> "QuerySet[Any, tuple[Any, ...]]":
    """Of an account all rows, or those whose keys have these values."""
    among = {f"{name}__among": values for name, values in zip(rollup.keys, places, strict=False)}
    rows: QuerySet[Any] = rollup.model._default_manager.filter(account=account, **among)
    return rows.values_list(*rollup.keys, *rollup.counters, "pk")


_STORED = Prepared(_stored)


COUNTS = Rollup(DayCount, ("day", "channel", "label_id"), tuple(f"n_{status}" for status in Status))
ORDERS = Rollup(
    DayOrder,
    ("day", "currency"),
    ("placed", "tests", "unknown", "total_minor", "credited", "gross_minor", "net_minor"),
)
CREDITS = Rollup(
    DayCredit,
    ("day", "currency", "channel", "label_id", "status"),
    ("credited", "gross_minor", "net_minor"),
)
SALES = (ORDERS, CREDITS)
ROLLUPS = (COUNTS, *SALES)


def summed(changes: Iterable[tuple[Key, Counters]]) -> dict[Key, Counters]:
    found: dict[Key, Counters] = {}
    for key, counters in changes:
        found[key] = _sum(found[key], counters) if key in found else counters
    return found


def rows_give(account: Account, rollup: Rollup) -> dict[Key, Counters]:
    """What the conversations, orders and credits of the account come to, counted from nothing."""
    keys = len(rollup.keys)
    counted: dict[Key, Counters] = {}
    for values in _GIVEN[rollup](account).order_by():
        counted[tuple(values[:keys])] = tuple(int(value or 0) for value in values[keys:])
    return {key: counters for key, counters in counted.items() if any(counters)}


def net_minor() -> Case:
    """A6: what is left of an order: nothing of a cancelled one."""
    return Case(When(cancelled_at=None, then=F("total_minor") - F("refunded_minor")), default=0)


_CREDITED = Q(test=False, credit__conversation__test=False)
_EARNED = {"gross": Sum("total_minor", filter=_CREDITED), "net": Sum(net_minor(), filter=_CREDITED)}


def _conversations(account: Account) -> "QuerySet[Any, Any]":
    statuses = {f"s_{status}": Count("pk", filter=Q(status=status)) for status in Status}
    label = Coalesce("label_id", Value(NO_LABEL))
    return account.conversations.counted().values_list("day", "channel", label).annotate(**statuses)


def _orders(account: Account) -> "QuerySet[Any, Any]":
    real = Q(test=False)
    return account.orders.values_list("day", "currency").annotate(
        n_placed=Count("pk", filter=real),
        n_tests=Count("pk", filter=Q(test=True)),
        n_unknown=Count("pk", filter=real & Q(profile=None, credit=None)),
        shop=Sum("total_minor", filter=real),
        n_credited=Count("pk", filter=_CREDITED),
        **_EARNED,
    )


def _credits(account: Account) -> "QuerySet[Any, Any]":
    thread = "credit__conversation__"
    label = Coalesce(f"{thread}label_id", Value(NO_LABEL))
    orders = account.orders.filter(_CREDITED).values_list(
        "day", "currency", f"{thread}channel", label, f"{thread}status"
    )
    return orders.annotate(n_credited=Count("pk"), **_EARNED)


_GIVEN = {COUNTS: _conversations, ORDERS: _orders, CREDITS: _credits}


def _sum(one: Counters, other: Counters) -> Counters:
    return tuple(a + b for a, b in zip(one, other, strict=True))
