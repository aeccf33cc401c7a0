"""K4: what the shop sold because of the agent, bar by bar; and in the period before, for comparison.

An order counts where it was placed, wherever its conversation was started. All sums are integers of minor units (A6).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, F, Sum, When

from conversations.periods import Comparison, Span
from conversations.scope import Scope
from metrics.queries.volume import bar_of

# Places of orders that lie in no bar: in the period before, and between that one and this.
_BEFORE, _BETWEEN, _FIRST_BAR = range(3)


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
    for place, currency, revenue, shop_minor in _rows(scope, spans, comparison=comparison):
        if place == _BETWEEN:
            continue
        if place == _BEFORE:
            found.before += revenue if currency == scope.account.currency else Revenue()
        elif currency == scope.account.currency:
            found.bars[place - _FIRST_BAR] += revenue.gross_minor
            found.now += revenue
            found.shop_minor += shop_minor
        elif revenue.orders:
            found.elsewhere[currency] += revenue
    return found


def net_minor() -> Case:
    """A6: what is left of an order: nothing of a cancelled one."""
    return Case(When(cancelled_at=None, then=F("total_minor") - F("refunded_minor")), default=0)


def _rows(scope: Scope, spans: Sequence[Span], *, comparison: Comparison) -> Iterator[tuple[int, str, Revenue, int]]:
    """Place, currency, the credited ones, and the totals of all orders there, credited or not."""
    credited = scope.is_credited()
    placed = scope.account.orders.filter(
        test=False, occurred_at__gte=comparison.start, occurred_at__lt=scope.period.end
    ).annotate(place=bar_of("occurred_at", [comparison.end, scope.period.start, *(span.end for span in spans)]))
    rows = placed.values_list("place", "currency").annotate(
        orders=Count("pk", filter=credited),
        gross=Sum("total_minor", filter=credited, default=0),
        net=Sum(net_minor(), filter=credited, default=0),
        all=Sum("total_minor"),
    )
    for place, currency, orders, gross, net, all_minor in rows.order_by():
        yield place, currency, Revenue(orders, int(gross), int(net)), int(all_minor)
