"""K1–K3: how many conversations were started, by bar, group and status; and in the period before, for comparison."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Sum, Value, When

from conversations.days import day_start
from conversations.models import NO_LABEL, Conversation, DayCount
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

_Cell = tuple[int, Key, Status, int]
"""Bar, part of the bar, status, conversations."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The conversations of a period: `cells` counts them by bar (an index into `spans`), part of the bar and status."""

    spans: tuple[Span, ...]
    group: Group
    cells: Counter[tuple[int, Key, Status]]
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
    by_rows = bucket is Bucket.HOUR
    days = _days(scope, spans, group=group, comparison=comparison, current=not by_rows)
    cells, before = Counter[tuple[int, Key, Status]](), Counter[Status]()
    for bar, key, status, count in [*days, *(_hours(scope, spans, group=group) if by_rows else ())]:
        if bar < 0:
            before[status] += count
        else:
            cells[bar, key, status] += count
    if comparison.is_part:
        before += _last_part_day(scope, comparison)
    return Tally(spans, group, +cells, before)


def _days(
    scope: Scope, spans: Sequence[Span], *, group: Group, comparison: Comparison, current: bool
) -> Iterator[_Cell]:
    """From the rollup, in one query: the bars of the period if `current`, and as bar -1 the whole days before."""
    statuses = scope.statuses or tuple(Status)
    column = "label_id" if group is Group.LABEL else "channel"
    last_before = comparison.last - _DAY if comparison.is_part else comparison.last
    # One stretch of days, read through: of two, PostgreSQL reads all the days that the account ever had.
    shape = (column, statuses, scope.channels, tuple(topic.id for topic in scope.topics))
    last = scope.period.last if current else last_before
    starts = [span.first for span in spans]
    for day, part, *counts in _DAYS.rows(shape, scope.account.pk, comparison.first, last):
        if last_before < day < scope.period.first:
            continue
        bar = bisect_right(starts, day) - 1 if day >= scope.period.first else -1
        key = None if group is Group.STATUS else _key(group, part, statuses[0])
        for status, count in zip(statuses, counts, strict=True):
            if count:
                yield bar, status if key is None else key, status, count


def _hours(scope: Scope, spans: Sequence[Span], *, group: Group) -> Iterator[_Cell]:
    """From rows: a day of the rollup says nothing about its hours."""
    column = "label_id" if group is Group.LABEL else "channel"
    bar = bar_of("started_at", [span.end for span in spans])
    rows = scope.conversations().annotate(bar=bar).values_list("bar", column, "status").annotate(Count("pk")).order_by()
    for index, part, status, count in rows:
        yield index, _key(group, part, Status(status)), Status(status), count


def _last_part_day(scope: Scope, comparison: Comparison) -> Counter[Status]:
    """T4: the comparison's last day, up to the same clock time, from rows."""
    start = day_start(comparison.last, comparison.zone)
    counts = _BY_STATUS.rows(scope.shape, scope.account.pk, start, comparison.end)
    return Counter({Status(status): count for status, count in counts})


def _rolled_up(
    shape: tuple[str, tuple[Status, ...], tuple[Channel, ...], tuple[int, ...]], account: int, first: date, last: date
) -> "QuerySet[DayCount, tuple[Any, ...]]":
    column, statuses, channels, labels = shape
    rows = DayCount.objects.filter(account=account).of(channels=channels, labels=labels).on_days(first, last)
    sums = {f"sum_{status}": Sum(f"n_{status}") for status in statuses}
    found: QuerySet[DayCount, tuple[Any, ...]] = rows.values_list("day", column).annotate(**sums).order_by()
    return found


def _by_status(shape: Shape, account: int, start: datetime, end: datetime) -> "QuerySet[Conversation, tuple[Any, ...]]":
    rows = shape.scope(account, start, end).conversations()
    return rows.values_list("status").annotate(Count("pk")).order_by()


_DAYS, _BY_STATUS = Prepared(_rolled_up), Prepared(_by_status)


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
