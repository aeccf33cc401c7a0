"""K4: what the shop sold because of the agent, bar by bar; and in the period before, for comparison.

An order counts where it was placed, wherever its conversation was started. All sums are integers of minor units (A6).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Sum, Value, When

from conversations.models import Order
from conversations.periods import Comparison, Span
from conversations.scope import Scope
from metrics.queries.volume import bar_of

# Places of orders that lie in no bar: in the period before, and between that one and this.
_BEFORE, _BETWEEN, _FIRST_BAR = range(3)
_SHOP = -1


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


def sales(scope: Scope, *, spans: Sequence[Span], comparison: Comparison) -> Sales:
    """The credited orders placed in the bars `spans` and in `comparison`, and all that the shop sold in the bars."""
    found = Sales([0] * len(spans))
    for place, currency, revenue in _rows(scope, spans, comparison=comparison):
        if place == _BETWEEN:
            continue
        if place == _SHOP:
            found.shop_minor = revenue.gross_minor
        elif place == _BEFORE:
            found.before += revenue if currency == scope.account.currency else Revenue()
        elif currency == scope.account.currency:
            found.bars[place - _FIRST_BAR] += revenue.gross_minor
            found.now += revenue
        elif revenue.orders:
            found.elsewhere[currency] += revenue
    return found


def net_minor() -> Case:
    """A6: what is left of an order: nothing of a cancelled one."""
    return Case(When(cancelled_at=None, then=F("total_minor") - F("refunded_minor")), default=0)


def _rows(scope: Scope, spans: Sequence[Span], *, comparison: Comparison) -> Iterator[tuple[int, str, Revenue]]:
    """Place, currency, and what was earned there; as a place of its own what the shop sold, credited or not.

    The latter apart, in the same query: the index of orders alone tells it, and credits are few.
    """
    orders, period = scope.account.orders.filter(test=False, occurred_at__lt=scope.period.end), scope.period
    earned = orders.filter(scope.is_credited(), occurred_at__gte=comparison.start)
    places = bar_of("occurred_at", [comparison.end, period.start, *(span.end for span in spans)])
    sold = orders.filter(currency=scope.account.currency, occurred_at__gte=period.start)
    rows = _sums(earned, places, net=net_minor()).union(_sums(sold, Value(_SHOP), net=F("total_minor")), all=True)
    for place, currency, number, gross, net in rows:
        yield place, currency, Revenue(number, int(gross), int(net))


def _sums(orders: "QuerySet[Order]", place: Case | Value, *, net: Case | F) -> "QuerySet[Order, tuple[Any, ...]]":
    rows = orders.annotate(place=place).values_list("place", "currency").order_by()
    return rows.annotate(number=Count("pk"), gross=Sum("total_minor"), net=Sum(net))
