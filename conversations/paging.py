"""One page of the list, however long it is: the same rows as the plain query's, by a plan that fits their number.

Totals come first, exact, from the rollup where whole days are asked for. They decide: a short window is read by when
its conversations started and sorted; a long one is walked in the order asked for, from the end that is nearer. Only
ids are looked for, in indexes that hold all that is filtered by; the caller reads the rows of the one page.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, reduce
from itertools import islice
from operator import add
from typing import Any, overload

from django.db.models import Count, F, QuerySet, Sum, Window
from django.utils import timezone

from conversations.models import Conversation, DayCount
from conversations.models.querysets import LONG, ConversationQuerySet, HiddenFromSQLite, LastsLong, Unindexed
from conversations.prepared import Prepared
from conversations.scope import NO_TOPIC, Scope, Shape, Topic
from conversations.sorting import COLUMNS, WALKED, by_column, ordered
from conversations.vocabulary import Channel, Status

SHORT = 5_000
"""So many conversations of a window are sorted faster than an order over all of them is walked."""

SHORT_BY_MESSAGES = 20_000
"""The order by messages is walked over all time, so a window must be a good part of it."""

_FUTURE = timedelta(days=1)
"""No message is from so far ahead of the clock: nothing goes on longer after a period that ends about now."""

GROUPED = ("channel", "status", "label")

Cell = tuple[Channel, int, Status]


class Listing(Sequence[int]):
    """The ids of the conversations of `scope`, in the order `sort`; `found`: those of them with some words.

    `likely` are the places, from and up to, that will be asked for: what no rollup counts is read and counted at once.
    """

    def __init__(
        self, scope: Scope, found: ConversationQuerySet | None = None, *, sort: str, likely: tuple[int, int] = (0, 0)
    ) -> None:
        self._scope, self._found, self._likely = scope, found, likely
        self._column, self._descending = sort.removeprefix("-"), sort.startswith("-")
        self._sort = sort
        self._counted = scope.is_rolled_up and found is None

    @cached_property
    def _rows(self) -> ConversationQuerySet:
        return self._scope.conversations() if self._found is None else self._found

    @cached_property
    def total(self) -> int:
        return self._rolled_up(self._scope) if self._counted else self._read[1]

    @cached_property
    def _read(self) -> tuple[list[int], int]:
        """The likely ids, and the number of all, by one look at them: as all are counted, no order is walked."""
        start, stop = self._likely
        rows = self._rows.annotate(total=Window(Count("*")))
        if self._column in COLUMNS:
            rows = _unwalked(rows, COLUMNS[self._column], descending=self._descending)
        else:
            rows = ordered(rows, self._sort)
        found = list(rows.values_list("pk", "total")[start:stop])
        if found:
            return [pk for pk, _ in found], found[0][1]
        is_empty = start == 0 < stop
        return [], 0 if is_empty else self._rows.order_by().count()

    def ids(self, start: int, stop: int) -> list[int]:
        """Those in the places `start` up to, not including, `stop`."""
        stop = min(stop, self.total)
        if start >= stop:
            return []
        first, last = self._likely
        if not self._counted and start == first and stop == min(last, self.total):
            return self._read[0]
        if not self._counted or self._column not in {*GROUPED, *WALKED}:
            return list(ordered(self._rows, self._sort).values_list("pk", flat=True)[start:stop])
        if self._column in GROUPED:
            return [
                pk
                for scope, count, first, last in self._parts(start, stop)
                for pk in self._ids(scope, count, first, last)
            ]
        return self._ids(self._scope, self.total, start, stop)

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, slice):
            return self.ids(place.start or 0, self.total if place.stop is None else place.stop)
        return self.ids(place, place + 1)[0]

    def _rolled_up(self, scope: Scope) -> int:
        """The conversations of these days, exact, as filtered; an order by groups reads all groups at once."""
        if self._column in GROUPED:
            return sum(count for cell, count in self._cells.items() if _is_in(scope, cell))
        shape = scope.statuses or tuple(Status), scope.channels, tuple(topic.id for topic in scope.topics)
        period = scope.period
        return sum(count for (count,) in _TOTAL.rows(shape, scope.account.pk, period.first, period.last))

    def _is_short(self, most: int) -> bool:
        """Whether the period has at most so many conversations, whatever is filtered by."""
        return self.total <= most and (not self._scope.is_filtered or self._in_period <= most)

    @cached_property
    def _in_period(self) -> int:
        return self._rolled_up(Scope(self._scope.account, self._scope.period))

    @cached_property
    def _cells(self) -> Counter[Cell]:
        """The conversations of the period by channel, label and status, whatever is filtered by."""
        period = self._scope.period
        cells: Counter[Cell] = Counter()
        for channel, label, *counts in _CELLS.rows(None, self._scope.account.pk, period.first, period.last):
            known = Channel(channel)
            for status, count in zip(Status, counts, strict=True):
                if count:
                    cells[known, label, status] = count
        return cells

    def _parts(self, start: int, stop: int) -> Iterator[tuple[Scope, int, int, int]]:
        """An order by group is group after group: those that the places lie in, their sizes, and the places in each."""
        before = 0
        for scope in self._groups():
            count = self._rolled_up(scope)
            first, last = max(start - before, 0), min(stop - before, count)
            if first < last:
                yield scope, count, first, last
            before += count

    def _groups(self) -> list[Scope]:
        scope = self._scope
        if self._column == "label":
            return [scope.with_(topics=(topic,)) for topic in self._topics()]
        if self._column == "channel":
            channels = sorted(scope.channels or Channel, reverse=self._descending)
            return [scope.with_(channels=(channel,)) for channel in channels]
        statuses = sorted(scope.statuses or Status, reverse=self._descending)
        return [scope.with_(statuses=(status,)) for status in statuses]

    def _topics(self) -> list[Topic]:
        """Those asked for, as the database sorts their names; none of them comes last either way."""
        labels = self._scope.account.labels.order_by("-name" if self._descending else "name")
        asked = {topic.id for topic in self._scope.topics}
        return [topic for topic in [*map(Topic.of, labels), NO_TOPIC] if not asked or topic.id in asked]

    def _ids(self, scope: Scope, total: int, start: int, stop: int) -> list[int]:
        """Counted from the end that is nearer."""
        if start <= total - stop:
            return self._walk(scope, start, stop, descending=self._descending)
        return self._walk(scope, total - stop, total - start, descending=not self._descending)[::-1]

    def _walk(self, scope: Scope, start: int, stop: int, *, descending: bool) -> list[int]:
        by_messages = self._column == "messages"
        column = "messages" if by_messages else "last_message_at"
        if self._is_short(SHORT_BY_MESSAGES if by_messages else SHORT):
            return [pk for (pk,) in _SHORT.rows((scope.shape, column, descending, start, stop), *scope.slots)]
        walk = self._walk_by_messages if by_messages else self._walk_by_time
        return walk(scope, start, stop, descending=descending)

    def _walk_by_messages(self, scope: Scope, start: int, stop: int, *, descending: bool) -> list[int]:
        begins, ends = scope.window
        rows = scope.account.conversations.counted().filter(scope.filters())
        rows = rows.alias(began=HiddenFromSQLite("started_at")).filter(began__gte=begins, began__lt=ends)
        return list(_in_order(rows, "messages", descending=descending)[start:stop])

    def _walk_by_time(self, scope: Scope, start: int, stop: int, *, descending: bool) -> list[int]:
        """By last message: as far as conversations usually go on, and with those that went on longer."""
        begins, ends = scope.window
        rows = scope.account.conversations.counted().filter(scope.filters(), last_message_at__gte=begins)
        rows = rows.alias(began=Unindexed("started_at")).filter(began__gte=begins, began__lt=ends)
        usual = rows.filter(last_message_at__lt=ends + LONG)
        if ends + LONG > timezone.now() + _FUTURE:
            return list(_in_order(usual, "last_message_at", descending=descending)[start:stop])
        longer = scope.conversations().filter(LastsLong(), last_message_at__gte=ends + LONG)
        both = [
            by_column(usual, "last_message_at", descending=descending),
            _unwalked(longer, "last_message_at", descending=descending),
        ]
        timed = [found.values_list("last_message_at", "pk")[:stop] for found in both]
        merged = heapq.merge(*timed, reverse=descending)
        return [pk for _, pk in islice(merged, start, stop)]


def _cells(_shape: None, account: int, first: date, last: date) -> "QuerySet[DayCount, tuple[Any, ...]]":
    sums = {f"sum_{status}": Sum(f"n_{status}") for status in Status}
    days = DayCount.objects.filter(account=account).on_days(first, last)
    cells: QuerySet[DayCount, tuple[Any, ...]] = days.values_list("channel", "label_id").annotate(**sums).order_by()
    return cells


def _total(
    shape: tuple[tuple[Status, ...], tuple[Channel, ...], tuple[int, ...]], account: int, first: date, last: date
) -> "QuerySet[DayCount, tuple[int]]":
    statuses, channels, labels = shape
    days = DayCount.objects.filter(account=account).of(channels=channels, labels=labels).on_days(first, last)
    counted = reduce(add, (F(f"n_{status}") for status in statuses))
    total: QuerySet[DayCount, tuple[int]] = days.values("account").annotate(total=Sum(counted)).values_list("total")
    return total.order_by()


def _short(
    shape: tuple[Shape, str, bool, int, int], account: int, begins: datetime, ends: datetime
) -> "QuerySet[Conversation, tuple[int]]":
    asked, column, descending, start, stop = shape
    rows = asked.scope(account, begins, ends).conversations()
    return _unwalked(rows, column, descending=descending).values_list("pk")[start:stop]


_CELLS, _TOTAL, _SHORT = Prepared(_cells), Prepared(_total), Prepared(_short)


def _in_order(rows: ConversationQuerySet, column: str, *, descending: bool) -> "QuerySet[Conversation, int]":
    """The ids of the rows in this order."""
    return by_column(rows, column, descending=descending).values_list("pk", flat=True)


def _unwalked(rows: ConversationQuerySet, column: str, *, descending: bool) -> ConversationQuerySet:
    """In this order, which no index is walked for: all of the rows are read, and sorted."""
    return by_column(rows.alias(sorted_by=Unindexed(column)), "sorted_by", descending=descending)


def _is_in(scope: Scope, cell: Cell) -> bool:
    """Whether the scope's filters let the conversations of this cell through."""
    channel, label, status = cell
    topics = {topic.id for topic in scope.topics}
    return (
        (not scope.channels or channel in scope.channels)
        and (not scope.statuses or status in scope.statuses)
        and (not topics or label in topics)
    )
