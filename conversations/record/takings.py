"""A6: what the orders of a day come to has a bound, so that no sum of a period is larger than a database can hold.

An order alone may be as large as `money.MOST_MINOR_UNITS`; some thousands of such on one day would be more than 64 bits
hold. Those that are too much for their day are refused by name, kept whole, and can be tried again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from conversations.days import local_day
from conversations.models import Account, DayOrder, Order
from conversations.money import MOST_A_DAY
from conversations.payloads import Code, Event, OrderEvent
from conversations.record.admit import Admission, Verdict, refuse
from conversations.record.shelves import Key

_Place = tuple[date, str]
"""A local day, and a currency."""


def refuse_too_much(account: Account, events: Sequence[Event], admission: Admission) -> None:
    """Take the orders out of the admission of `events` too much for their day. The caller holds the account."""
    refused = _too_much(account, admission)
    for key in refused:
        del admission.winners[key]
        admission.stored.pop(key, None)
    for index, event in enumerate(events) if refused else ():
        key = (event.type, event.id)
        if key in refused and admission.results[index] is Verdict.ACCEPTED:
            detail = f"All orders of a day come to at most {MOST_A_DAY:,} minor units of a currency."
            admission.results[index] = refuse(event, Code.TOO_LARGE, detail, "/total")


def _too_much(account: Account, admission: Admission) -> set[Key]:
    orders = {key: event for key, event in admission.winners.items() if isinstance(event, OrderEvent)}
    if not orders:
        return set()
    places = {key: (local_day(event.occurred_at, account.zone), event.currency) for key, event in orders.items()}
    there = _there(account, {day for day, _ in places.values()})
    coming: Counter[_Place] = Counter()
    for key, event in orders.items():
        coming[places[key]] += _amount(event)
    if all(there[place] + amount <= MOST_A_DAY for place, amount in coming.items()):
        return set()
    told_before = _told_before(account, orders.keys() & admission.stored.keys())
    refused = set()
    for key, event in orders.items():
        more = _amount(event) - told_before[key[1], places[key]]
        if there[places[key]] + more > MOST_A_DAY:
            refused.add(key)
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
