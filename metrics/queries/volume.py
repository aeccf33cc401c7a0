"""K1–K3: how many conversations were started, by bar, group and status; and in the period before, for comparison."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from conversations.days import day_start
from conversations.models import NO_LABEL, DayCount
from conversations.periods import Bucket, Comparison, Span, buckets
from conversations.prepared import Prepared
from conversations.scope import Scope, Shape
from conversations.vocabulary import Channel, Status

_DAY = timedelta(days=1)


class Group(StrEnum):
    """What the bars of a chart are divided by."""

    CHANNEL = "channel"
    STATUS = "status"
    LABEL = "label"


Key = Channel | Status | int
"""One part of a bar: a channel, a status, or the id of a label (0: none)."""

_Cell = tuple[int, Key, Status]
"""Bar (an index into the spans), part of the bar, status."""

_CHANNELS: Mapping[Any, Key] = {channel.value: channel for channel in Channel}


@dataclass(frozen=True, slots=True)
class Tally:
    """The conversations of a period: `cells` counts them by bar, part of the bar and status."""

    spans: tuple[Span, ...]
    group: Group
    cells: Counter[_Cell]
    before: Counter[Status]

    @property
    def by_status(self) -> Counter[Status]:
        return _summed((status, count) for (_, _, status), count in self.cells.items())

    @property
    def total(self) -> int:
        return self.cells.total()

    def parts(self) -> "dict[Key, list[int]]":
        """Each part that there is, bar by bar, empty ones too (T5)."""
        found: dict[Key, list[int]] = {}
        for (bar, key, _), count in self.cells.items():
            found.setdefault(key, [0] * len(self.spans))[bar] += count
        return found

    def statuses(self) -> list[Counter[Status]]:
        """The statuses of every bar."""
        found: list[Counter[Status]] = [Counter() for _ in self.spans]
        for (bar, _, status), count in self.cells.items():
            found[bar][status] += count
        return found


def volume(scope: Scope, *, bucket: Bucket, group: Group, comparison: Comparison) -> Tally:
    """The conversations of `scope`, bar by bar, and those of the period before, by status."""
    spans = buckets(scope.period, bucket)
    counted = _hours(scope, spans, group=group) if bucket is Bucket.HOUR else _days(scope, spans, group=group)
    return Tally(spans, group, counted, _before(scope, comparison))


def _days(scope: Scope, spans: Sequence[Span], *, group: Group) -> Counter[_Cell]:
    """From the rollup."""
    statuses = scope.statuses or tuple(Status)
    column = "label_id" if group is Group.LABEL else "channel"
    shape = (column, statuses, scope.channels, tuple(topic.id for topic in scope.topics))
    starts = [span.first for span in spans]
    keys: Mapping[Any, Key] = _CHANNELS if group is Group.CHANNEL else {}
    cells: Counter[_Cell] = Counter()
    for day, part, *counts in _DAYS.rows(shape, scope.account.pk, scope.period.first, scope.period.last):
        bar, key = bisect_right(starts, day) - 1, keys.get(part, part)
        for status, count in zip(statuses, counts, strict=True):
            if count:
                cell = bar, status if group is Group.STATUS else key, status
                cells[cell] = cells.get(cell, 0) + count
    return cells


def _hours(scope: Scope, spans: Sequence[Span], *, group: Group) -> Counter[_Cell]:
    """From rows: a day of the rollup says nothing about its hours."""
    column = "label_id" if group is Group.LABEL else "channel"
    bar = bar_of("started_at", [span.end for span in spans])
    rows = scope.conversations().annotate(bar=bar).values_list("bar", column, "status").annotate(Count("pk")).order_by()
    cells: Counter[_Cell] = Counter()
    for index, part, status, count in rows:
        cells[index, _key(group, part, Status(status)), Status(status)] += count
    return cells


def _before(scope: Scope, comparison: Comparison) -> Counter[Status]:
    """T4: the whole days before, and if the last is a part of one, that part from rows.

    A question of its own: of two stretches of days in one, PostgreSQL reads all the days that the account ever had.
    """
    part = (day_start(comparison.last, comparison.zone), comparison.end) if comparison.is_part else ()
    last = comparison.last - _DAY if part else comparison.last
    rows = _BEFORE.rows(scope.shape, scope.account.pk, comparison.first, last, *part)
    statuses = scope.statuses or tuple(Status)
    return _summed(pair for counts in rows for pair in zip(statuses, counts, strict=True) if pair[1])


def _rolled_up(
    shape: tuple[str, tuple[Status, ...], tuple[Channel, ...], tuple[int, ...]], account: int, first: date, last: date
) -> "QuerySet[DayCount, tuple[Any, ...]]":
    column, statuses, channels, labels = shape
    rows = DayCount.objects.filter(account=account).of(channels=channels, labels=labels).on_days(first, last)
    sums = {f"sum_{status}": Sum(f"n_{status}") for status in statuses}
    found: QuerySet[DayCount, tuple[Any, ...]] = rows.values_list("day", column).annotate(**sums).order_by()
    return found


def _in_one_row(
    asked: Shape, account: int, first: date, last: date, *part: datetime
) -> "QuerySet[Any, tuple[Any, ...]]":
    """Whole days from the rollup; the part of a day, in a row of its own, from conversations."""
    scope = asked.scope(account, *part)
    statuses = scope.statuses or tuple(Status)
    days = DayCount.objects.filter(account=account).on_days(first, last)
    days = days.of(channels=scope.channels, labels=tuple(topic.id for topic in scope.topics))
    sums = {f"sum_{status}": Sum(f"n_{status}") for status in statuses}
    whole: QuerySet[Any, tuple[Any, ...]] = days.values("account").annotate(**sums).values_list(*sums).order_by()
    if not part:
        return whole
    counts = {f"sum_{status}": Count("pk", filter=Q(status=status)) for status in statuses}
    rows = scope.conversations().values("account").annotate(**counts).values_list(*counts).order_by()
    both: QuerySet[Any, tuple[Any, ...]] = whole.union(rows, all=True)
    return both


_DAYS, _BEFORE = Prepared(_rolled_up), Prepared(_in_one_row)


def bar_of(column: str, ends: Iterable[datetime]) -> Case:
    """The index of the first of these instants, in time order, that `column` is before."""
    return Case(
        *(When(**{f"{column}__lt": end}, then=Value(index)) for index, end in enumerate(ends)),
        default=None,
        output_field=IntegerField(),
    )


def _key(group: Group, part: Any, status: Status) -> Key:
    match group:
        case Group.CHANNEL:
            return Channel(part)
        case Group.STATUS:
            return status
        case Group.LABEL:
            return part or NO_LABEL


def _summed(pairs: Iterable[tuple[Any, int]]) -> Counter[Any]:
    sums: Counter[Any] = Counter()
    for key, count in pairs:
        sums[key] += count
    return sums
