"""A6: what the orders of a day come to has a bound, so that no sum of a period is larger than a database can hold.

An order alone may be as large as `money.MOST_MINOR_UNITS`; some thousands of such on one day would be more than 64 bits
hold. Those that are too much for their day are refused by name, kept whole, and can be tried again.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from conversations.days import local_day
from conversations.models import Account, DayOrder, Order
from conversations.money import MOST_A_DAY
from conversations.payloads import Code, OrderEvent, Refusal
from conversations.record.admit import Admission
from conversations.record.shelves import Key

_Place = tuple[date, str]
"""A local day, and a currency."""


def refuse_too_much(account: Account, admission: Admission) -> dict[Key, Refusal]:
    """Take the orders out of `admission` that are too much for their day. The caller holds the account."""
    orders = {key: event for key, event in admission.winners.items() if isinstance(event, OrderEvent)}
    if not orders:
        return {}
    places = {key: (local_day(event.occurred_at, account.zone), event.currency) for key, event in orders.items()}
    there = _there(account, {day for day, _ in places.values()})
    coming: Counter[_Place] = Counter()
    for key, event in orders.items():
        coming[places[key]] += _amount(event)
    if all(there[place] + amount <= MOST_A_DAY for place, amount in coming.items()):
        return {}
    told_before = _told_before(account, orders.keys() & admission.stored.keys())
    refused = {}
    for key, event in orders.items():
        more = _amount(event) - told_before[key[1], places[key]]
        if there[places[key]] + more > MOST_A_DAY:
            refused[key] = _refuse(admission, key)
        else:
            there[places[key]] += more
    return refused


def _amount(event: OrderEvent) -> int:
    """Tests count in no sum (S10)."""
    return 0 if event.test else max(event.total_minor, event.refunded_minor)


def _there(account: Account, days: Iterable[date]) -> "Counter[_Place]":
    rows = DayOrder.objects.filter(account=account, day__in=days).values_list("day", "currency", "total_minor")
    return Counter({(day, currency): amount for day, currency, amount in rows})


def _told_before(account: Account, keys: Iterable[Key]) -> "Counter[tuple[str, _Place]]":
    """What these orders have been so far, by event id and place."""
    rows = Order.objects.filter(account=account, event_id__among=[event_id for _, event_id in keys], test=False)
    found = rows.values_list("event_id", "day", "currency", "total_minor")
    return Counter({(event_id, (day, currency)): amount for event_id, day, currency, amount in found})


def _refuse(admission: Admission, key: Key) -> Refusal:
    kind, event_id = key
    del admission.winners[key]
    admission.stored.pop(key, None)
    detail = f"All orders of a day come to at most {MOST_A_DAY:,} minor units of a currency."
    return Refusal(code=Code.TOO_LARGE, detail=detail, pointer="/total", type=kind, id=event_id)
