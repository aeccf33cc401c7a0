"""DayCount: the rollup is moved from where conversations were counted to where they are counted now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from conversations.ids import new_id
from conversations.models import Account, DayCount
from conversations.record.restate import Cell
from conversations.record.rows import insert, update
from conversations.vocabulary import Status

Key = tuple[Any, str, int]
_COUNTERS = tuple(f"n_{status}" for status in Status)


def count(account: Account, changes: Iterable[tuple[Cell | None, Cell | None]]) -> None:
    """Move conversations between cells, given as (before, after). Last in its transaction, in the order of keys."""
    deltas = _deltas(changes)
    if not deltas:
        return
    rows = {(row.day, row.channel, row.label_id): row for row in _existing(account, deltas)}
    added, changed, empty = [], [], []
    for key in sorted(deltas):
        row = rows.get(key)
        counters = tuple((getattr(row, name) if row else 0) + deltas[key][name] for name in _COUNTERS)
        if row is None:
            added.append((new_id(), account.pk, *key, *counters))
        elif any(counters):
            changed.append((*counters, row.pk))
        else:
            empty.append(row.pk)
    insert(DayCount, ("id", "account_id", "day", "channel", "label_id", *_COUNTERS), added)
    update(DayCount, _COUNTERS, changed)
    if empty:
        DayCount.objects.filter(account=account, pk__in=empty).delete()


def _deltas(changes: Iterable[tuple[Cell | None, Cell | None]]) -> Mapping[Key, Counter[str]]:
    deltas: dict[Key, Counter[str]] = {}
    for before, after in changes:
        if before == after:
            continue
        for cell, step in ((before, -1), (after, 1)):
            if cell is not None:
                deltas.setdefault(cell[:3], Counter())[f"n_{cell[3]}"] += step
    return {key: counter for key, counter in deltas.items() if any(counter.values())}


def _existing(account: Account, keys: Iterable[Key]) -> Iterable[DayCount]:
    places = {key[:2] for key in keys}
    days, channels = {day for day, _ in places}, {channel for _, channel in places}
    return DayCount.objects.filter(Q(day__in=days, channel__in=channels), account=account)
