"""K4: what the shop sold because of the agent, bar by bar; and in the period before, for comparison.

An order counts where it was placed, wherever its conversation was started. All sums are integers of minor units (A6).
Whole days come from the rollups; from rows what is finer: hours, the part day of a comparison (T4), other filters.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import BigIntegerField, Count, F, QuerySet, Sum, Value

from conversations.days import day_start
from conversations.models import DayCredit, Order
from conversations.periods import Comparison, Span
from conversations.prepared import Prepared, Slot
from conversations.record.rollups import net_minor
from conversations.scope import Scope, Shape
from metrics.queries.volume import bar_of

# Places of orders that lie in no bar: in the period before, and between that one and this.
_BEFORE, _BETWEEN, _FIRST_BAR = range(3)
_SHOP = -1
_DAY = timedelta(days=1)
_ZERO = Value(0, output_field=BigIntegerField())


@dataclass(frozen=True, slots=True)
class Revenue:
    """Credited orders of one currency: their number, their totals, and these without refunds and cancelled orders."""

    orders: int = 0
    gross_minor: int = 0
    net_minor: int = 0

    def __add__(self, other: "Revenue") -> "Revenue":
        return Revenue(
            self.orders + other.orders, self.gross_minor + other.gross_minor, self.net_minor + other.net_minor
        )


@dataclass(slots=True)
class Sales:
    """`bars` (gross), `now`, `before` and `shop_minor` are in the account's currency; the others are listed apart."""

    bars: list[int]
    now: Revenue = Revenue()
    before: Revenue = Revenue()
    shop_minor: int = 0
    elsewhere: dict[str, Revenue] = field(default_factory=lambda: defaultdict(Revenue))


_Found = Iterator[tuple[int, str, Revenue]]
"""Place, currency, and what was earned there; as a place of its own what the shop sold, credited or not."""


def sales(scope: Scope, *, spans: Sequence[Span], comparison: Comparison) -> Sales:
    """The credited orders placed in the bars `spans` and in `comparison`, and all that the shop sold in the bars."""
    found = Sales([0] * len(spans))
    whole_days = all(span.first < after.first for span, after in pairwise(spans))
    by_days = whole_days and scope.has_sales_rolled_up
    for place, currency, revenue in (_by_days if by_days else _rows)(scope, spans, comparison=comparison):
        if place == _BETWEEN:
            continue
        if place == _SHOP:
            found.shop_minor += revenue.gross_minor if currency == scope.account.currency else 0
        elif place == _BEFORE:
            found.before += revenue if currency == scope.account.currency else Revenue()
        elif currency == scope.account.currency:
            found.bars[place - _FIRST_BAR] += revenue.gross_minor
            found.now += revenue
        elif revenue.orders:
            found.elsewhere[currency] += revenue
    return found


def _by_days(scope: Scope, spans: Sequence[Span], *, comparison: Comparison) -> _Found:
    """From the rollups, and of a part day from rows, in one query."""
    starts, period = [span.first for span in spans], scope.period
    last_before = comparison.last - _DAY if comparison.is_part else comparison.last
    asked: list[Slot] = [scope.account.pk, comparison.first, period.last]
    asked += [period.first] if scope.is_filtered else []
    if comparison.is_part:
        asked += [day_start(comparison.last, comparison.zone), comparison.end, last_before]
    for day, currency, *earned, shop_minor in _ROLLED_UP.rows((scope.shape, comparison.is_part), *asked):
        revenue = Revenue(*map(int, earned))
        if day >= period.first:
            yield bisect_right(starts, day) - 1 + _FIRST_BAR, currency, revenue
            yield _SHOP, currency, Revenue(0, int(shop_minor), 0)
        elif day <= last_before:
            yield _BEFORE, currency, revenue


def _rolled_up(
    shape: tuple[Shape, bool], account: int, first: date, last: date, *more: Any
) -> "QuerySet[Any, tuple[Any, ...]]":
    """By day and currency: what was earned, and the shop's total."""
    (asked, is_part), given = shape, list(more)
    begins = given.pop(0) if asked.is_filtered else None
    scope = asked.scope(account, *(given[:2] if is_part else ()))
    days = scope.account.dayorders.on_days(begins or first, last)
    if begins:
        whole = days.values_list("day", "currency", *[_ZERO] * 3, "total_minor")
        parts = [earned_by_days(scope, first, last)]
    else:
        whole, parts = days.values_list("day", "currency", "credited", "gross_minor", "net_minor", "total_minor"), []
    if is_part:
        parts.append(_until(scope, day=given[2]))
    return whole.union(*parts, all=True) if parts else whole.order_by()


def earned_by_days(scope: Scope, first: date, last: date) -> "QuerySet[DayCredit, tuple[Any, ...]]":
    """Of these days, by currency, what the conversations of the scope's filters earned; and 0 for the shop's total."""
    rows = scope.account.daycredits.on_days(first, last)
    rows = rows.of(channels=scope.channels, labels=[topic.id for topic in scope.topics])
    if scope.statuses:
        rows = rows.filter(status__in=scope.statuses)
    sums = {name: Sum(column) for name, column in _SUMMED.items()}
    found: QuerySet[DayCredit, tuple[Any, ...]] = rows.values_list("day", "currency").annotate(**sums, shop=_ZERO)
    return found.order_by()


_SUMMED = {"number": "credited", "gross": "gross_minor", "net": "net_minor"}


def _until(scope: Scope, *, day: date) -> "QuerySet[Any, tuple[Any, ...]]":
    """T4: the comparison's last day up to the clock time, from rows, told as if it were `day`."""
    start, end = scope.window
    orders = scope.account.orders.filter(scope.is_credited(), test=False, occurred_at__gte=start, occurred_at__lt=end)
    return _sums(orders, Value(day), net=net_minor()).annotate(shop=_ZERO)


_ROLLED_UP = Prepared(_rolled_up)


def _rows(scope: Scope, spans: Sequence[Span], *, comparison: Comparison) -> _Found:
    """The shop's total apart, in the same query: the index of orders alone tells it, and credits are few."""
    orders, period = scope.account.orders.filter(test=False, occurred_at__lt=scope.period.end), scope.period
    earned = orders.filter(scope.is_credited(), occurred_at__gte=comparison.start)
    places = bar_of("occurred_at", [comparison.end, period.start, *(span.end for span in spans)])
    sold = orders.filter(currency=scope.account.currency, occurred_at__gte=period.start)
    rows = _sums(earned, places, net=net_minor()).union(_sums(sold, Value(_SHOP), net=F("total_minor")), all=True)
    for place, currency, number, gross, net in rows:
        yield place, currency, Revenue(number, int(gross), int(net))


def _sums(orders: "QuerySet[Order]", place: Any, *, net: Any) -> "QuerySet[Order, tuple[Any, ...]]":
    rows = orders.annotate(place=place).values_list("place", "currency").order_by()
    return rows.annotate(number=Count("pk"), gross=Sum("total_minor"), net=Sum(net))
